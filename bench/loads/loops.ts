import { pause } from '../lib/async.js';
import type { Traffic } from './traffic.js';

const RETRY_MS = 20;

/** As many messages in flight per sender as given, the next one as soon as one is answered. Returns how to stop. */
export function closedLoop(traffic: Traffic, senders: readonly number[], inFlight: number): () => void {
  let live = true;
  traffic.onAnswer = (user, accepted) => {
    if (!live) return;
    if (accepted) traffic.send(user);
    else setTimeout(() => live && traffic.send(user), RETRY_MS);
  };
  for (const user of senders) for (let i = 0; i < inFlight; i++) traffic.send(user);
  return () => {
    live = false;
    traffic.onAnswer = () => undefined;
  };
}

/**
 * A fixed rate whatever the server does: every message has the time it was due, and its latency counts from there, so that a server that
 * stalls cannot hide the messages it kept waiting (coordinated omission).
 */
export function openLoop(traffic: Traffic, senders: readonly number[], perSecond: number): () => void {
  const start = performance.now();
  let count = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    for (let due = start + (count * 1000) / perSecond; due <= now; due = start + (++count * 1000) / perSecond) {
      traffic.send(senders[count % senders.length]!, due);
    }
  }, 1);
  return () => clearInterval(timer);
}

/** Keeps `inFlight` broadcasts of one sender on their way: the next leaves when the average receiver has one fewer outstanding. */
export function broadcastLoop(traffic: Traffic, sender: number, receivers: number, inFlight: number): () => void {
  const sentBefore = traffic.sent;
  const arrivedBefore = traffic.arrived;
  const pump = (): void => {
    while (traffic.sent - sentBefore - (traffic.arrived - arrivedBefore) / receivers < inFlight) traffic.send(sender);
  };
  traffic.onDelivery = pump;
  pump();
  return () => {
    traffic.onDelivery = () => undefined;
  };
}

/** As many messages on their way per sender as given, the next one as soon as one has arrived; for direct conversations. */
export function deliveryLoop(traffic: Traffic, senders: readonly number[], inFlight: number): () => void {
  traffic.onDelivery = (id) => traffic.send(traffic.senderOf(id));
  for (const user of senders) for (let i = 0; i < inFlight; i++) traffic.send(user);
  return () => {
    traffic.onDelivery = () => undefined;
  };
}

export interface WindowTimes {
  warmupSeconds: number;
  seconds: number;
}

export interface Window {
  seconds: number;
  ackedPerSecond: number;
  refusedPerSecond: number;
  refusalP99: number;
  deliveredPerSecond: number;
  ackP50: number;
  ackP99: number;
  deliveryP50: number;
  deliveryP99: number;
  generatorCores: number;
}

/** Warms up, then measures for the given time. The loop is running already and goes on afterwards. */
export async function measure(traffic: Traffic, times: WindowTimes): Promise<Window> {
  await pause(times.warmupSeconds * 1000);
  traffic.resetWindow();
  const refusals = traffic.refusals;
  const cpu = process.cpuUsage();
  const start = performance.now();
  await pause(times.seconds * 1000);
  const seconds = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  const acks = traffic.acks.summary();
  const deliveries = traffic.deliveries.summary();
  return {
    seconds,
    ackedPerSecond: acks.n / seconds,
    refusedPerSecond: (traffic.refusals - refusals) / seconds,
    refusalP99: traffic.refusalTimes.summary().p99,
    deliveredPerSecond: deliveries.n / seconds,
    ackP50: acks.p50,
    ackP99: acks.p99,
    deliveryP50: deliveries.p50,
    deliveryP99: deliveries.p99,
    generatorCores: (used.user + used.system) / 1e6 / seconds,
  };
}
