import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Cluster } from './cluster/cluster.js';
import { Observer } from './cluster/observer.js';
import { Asking } from './driver/asking.js';
import { begin as beginPeople } from './driver/begin.js';
import { Load } from './driver/load.js';
import type { Places } from './driver/person.js';
import { probeAll } from './driver/probe.js';
import { Random } from './driver/random.js';
import { Recorder } from './driver/recorder.js';
import { resolveSends, sayLastWords, untilDevicesAreThere } from './driver/settle.js';
import type { World } from './driver/world.js';
import { streamsOf, type Wanted } from './finals/database.js';
import { readDevices } from './finals/devices.js';
import { readNodes } from './finals/nodes.js';
import { fromPart, readParts } from './finals/parts.js';
import { rest } from './finals/rest.js';
import { HistoryWriter } from './history/index.js';
import type { Fault, Scene } from './nemesis/fault.js';
import { inflict } from './nemesis/nemesis.js';
import { Outside } from './outside.js';
import type { PlantName } from './planted/bugs.js';
import { epochOf, runMark } from './run-mark.js';
import { workloads } from './workloads/index.js';

export interface RunOptions {
  seed: string;
  faults: readonly Fault[];
  length: 'quick' | 'full';
  users: number;
  devices: number;
  /** Steps of the workloads a second. */
  rate: number;
  restSeconds: number;
  /** Acked sends that the load has to reach before it ends. */
  sends: number;
  /** Minutes of load after which it ends although so many were not reached. */
  minutes: number;
  /** Whether the load goes on after the last fault until what a fault hides was seen (I22). */
  calm: boolean;
  /** Folder for the history, the nodes' logs and the report. */
  out: string;
  /** A deployment that runs already, instead of one of our own. */
  outside?: { urls: string[]; databaseUrl?: string };
  /** Bug that is planted in every node (`PLANTED_BUGS`), to see whether it is found. */
  plant?: PlantName;
  /** How long what is under way may take to end, devices to be there after healing, and everything else to come to rest. Two minutes unless given. */
  quiesceMs?: number;
  /** The command that does this run again. */
  replay: string;
  say: (line: string) => void;
  /** Ends the run early: what was done is taken back and stopped, and there is no verdict. */
  signal?: AbortSignal;
  /** Told every second of the load. */
  progress: (acked: number, sends: number, what: string) => void;
}

export interface RunResult {
  historyPath: string;
  acked: number;
}

const WARM_UP_MS = 4_000;
const QUIESCE_MS = 120_000;
/** More would only queue in front of a server that is slow or away. */
const MOST_STEPS = 64;

/** One run, from nothing to a complete history. What the history says is the checker's business. */
export async function runFaults(options: RunOptions): Promise<RunResult> {
  mkdirSync(options.out, { recursive: true, mode: 0o711 });
  const historyPath = join(options.out, 'history.jsonl');
  const writer = new HistoryWriter(historyPath);
  const recorder = new Recorder(writer);
  const random = new Random(options.seed);
  const ground = await open(options, random, recorder);
  try {
    await live(options, ground, random, recorder);
  } finally {
    recorder.close();
    await writer.close();
    await ground.stop();
  }
  // Whoever ends a run early gets no verdict, however far it had come.
  options.signal?.throwIfAborted();
  return { historyPath, acked: recorder.acked };
}

/** What a run stands on: a cluster of its own, or a deployment that runs already. */
export interface Ground {
  cluster: Cluster | null;
  fronts: Scene['fronts'];
  places: Places;
  databaseUrl: string | null;
  brokers: string | null;
  stop(): Promise<void>;
}

async function open(
  { outside, faults, out, plant, say }: RunOptions,
  random: Random,
  recorder: Recorder,
): Promise<Ground> {
  if (outside) return Outside.open(outside, random, say);
  const need = (what: 'brokers' | 'clock' | 'disk' | 'builds') => faults.some(({ needs }) => needs?.[what]);
  const brokers = need('brokers') ? 3 : 1;
  say(`starting Postgres, Redis, Kafka and three nodes${brokers === 3 ? ' with three brokers' : ''}`);
  const cluster = await Cluster.start({
    ...{ nodes: 3, brokers, plant, random, recorder },
    ...{ clocks: need('clock'), disk: need('disk'), builds: need('builds') },
    dir: join(out, 'stack'),
    log: say,
  });
  const { fronts, places, databaseUrl } = cluster;
  return { cluster, fronts, places, databaseUrl, brokers: cluster.stack.kafka.brokers, stop: () => cluster.stop() };
}

async function live(options: RunOptions, ground: Ground, random: Random, recorder: Recorder): Promise<void> {
  const { seed, say } = options;
  const { cluster, places } = ground;
  const epoch = await epochOf(ground);
  recorder.mark('run', await runMark(options, ground, epoch));
  cluster?.announce();
  const observer = cluster && new Observer(cluster, recorder);
  say(`${options.users} users with ${options.devices} devices each sign up`);
  const world = await beginPeople({ ...options, tag: tagOf(seed), places, recorder, random, epoch });
  try {
    await load(options, ground, world);
    const asking = new Asking(recorder, options.quiesceMs ?? QUIESCE_MS);
    await quiesce(options, ground, world, asking);
    await observer?.stop();
    await finals(options, ground, world, asking);
    observer?.readLogs(world.rooms.reduce((sum, { tokens }) => sum + tokens.size, 0));
  } finally {
    await observer?.stop();
    for (const person of world.everybody) person.close();
  }
}

/** Warm-up, then the faults one after the other, then on until enough was sent, and seen without a fault. */
async function load(options: RunOptions, { cluster, fronts }: Ground, world: World): Promise<void> {
  const { seed, faults, length, restSeconds, rate, say, progress, sends, minutes, signal } = options;
  const { quiesceMs = QUIESCE_MS } = options;
  const { recorder } = world;
  recorder.mark('phase', { name: 'warm-up' });
  const random = new Random(seed);
  const steps = new Load({ workloads: await workloads(world), random: random.fork('load'), rate, most: MOST_STEPS });
  const end = performance.now() + minutes * 60_000;
  let what = 'warming up';
  const timer = setInterval(() => progress(recorder.acked, sends, what), 1_000);
  try {
    steps.start();
    await delay(WARM_UP_MS, undefined, { signal });
    recorder.mark('phase', { name: 'load' });
    const scene: Scene = {
      cluster,
      fronts,
      world,
      random: random.fork('nemesis'),
      say: (line) => say(`  ${(what = line)}`),
    };
    const through = await inflict(scene, { faults, length, restSeconds, signal }, recorder);
    what = 'no fault';
    let seen = !options.calm;
    if (!seen) void steps.calm().then(() => (seen = true));
    const enough = () => seen && (recorder.acked >= sends || performance.now() >= end);
    while (through && !enough()) await delay(250, undefined, { signal });
  } finally {
    clearInterval(timer);
    world.end();
    const left = await steps.stop(signal?.aborted ? 0 : quiesceMs);
    const calls = recorder.giveUp();
    if (left > 0) say(`${left} steps never ended, with ${calls} calls that count as unanswered`);
  }
}

async function quiesce(
  { say, quiesceMs = QUIESCE_MS, signal }: RunOptions,
  ground: Ground,
  world: World,
  asking: Asking,
): Promise<void> {
  const { recorder } = world;
  recorder.mark('phase', { name: 'heal' });
  await ground.cluster?.heal();
  sayLastWords(world);
  await resolveSends(world, quiesceMs, signal);
  recorder.mark('phase', { name: 'quiesce' });
  say(`${recorder.acked} sends acked; waiting until nothing moves any more`);
  await untilDevicesAreThere(world, asking, quiesceMs, signal);
  const { databaseUrl, brokers } = ground;
  if (!databaseUrl) return;
  const parts = { databaseUrl, brokers, streams: streamsOf(wantedOf(world)) };
  const left = () => rest(parts, quiesceMs, recorder, signal);
  await fromPart(recorder, 'the database or Kafka', 'the question for what is left to be done', left);
}

const wantedOf = ({ rooms, everybody }: World): Wanted => ({
  conversations: rooms.map(({ id }) => id),
  users: everybody.map(({ id }) => id),
});

async function finals(options: RunOptions, ground: Ground, world: World, asking: Asking): Promise<void> {
  const { recorder } = world;
  recorder.mark('phase', { name: 'final' });
  options.say('reading everything back from every node, every device, the database and Kafka');
  const reads = [
    () => readDevices(world, asking),
    () => readNodes(world, asking),
    () => probeAll(world, asking),
    () => readParts(ground, wantedOf(world), recorder),
  ];
  for (const read of reads) {
    options.signal?.throwIfAborted();
    await read();
  }
}

/** What tokens and usernames carry: the same seed may run again on the same deployment. */
const tagOf = (seed: string): string =>
  `${seed.replace(/[^0-9a-z]/gu, '').slice(0, 8)}${randomBytes(3).toString('hex')}`;
