import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka as KafkaClient, logLevel } from 'kafkajs';
import { freePort } from '../../src/platform/database/embedded/free-port.js';
import { type BrokerPlan, brokerPlan, formatStorage, JVM_OPTIONS, type SideDoor } from './kafka/broker-settings.js';
import { type Account, addGuardedListener, type GuardedListener } from './kafka/guarded-listener.js';
import { ensureKafkaJars } from './kafka/ensure-kafka.js';
import { ManagedProcess } from './managed-process.js';
import { type Door, type Found, isMissing, type Part, type PartOptions } from './part.js';

export interface Kafka extends Part {
  /** host:port, comma separated, as KAFKA_BROKERS takes it. */
  brokers: string;
  /** The single brokers, for faults that hit one of several. */
  nodes: Part[];
  /** The way in for who signs in, when there is one. */
  guarded: GuardedListener | undefined;
}

export interface KafkaOptions extends PartOptions {
  /** Brokers; 1 without it. */
  nodes?: 1 | 3;
  /** Further ways to each broker. A broker tells its clients where to find it, so each needs a listener of its own. */
  doors?: (broker: number) => Door[];
  /** Who may come through a listener with TLS and SASL, which the first broker then has besides the open one. */
  account?: Account;
}

/**
 * A real Kafka (KRaft), one or three brokers, each of them controller too. Topics are not created by themselves.
 * `kill`, `restart` and `stop` mean all brokers.
 */
export async function startKafka(options: KafkaOptions): Promise<Found<Kafka>> {
  const found = await ensureKafkaJars();
  if (isMissing(found)) return found;
  const plans = await planBrokers(options);
  const brokers = plans.map((plan) => `127.0.0.1:${plan.port}`);
  for (const { dir } of plans) mkdirSync(dir, { recursive: true });
  const guarded = options.account && (await addGuardedListener(plans[0]!, found.java, options.account));
  await Promise.all(plans.map((plan) => formatStorage(found, plan)));
  const nodes = await Promise.all(plans.map((plan) => startBroker(found, plan)));
  const all = async (act: (node: Part) => Promise<void>) => void (await Promise.all(nodes.map(act)));
  return {
    brokers: brokers.join(','),
    nodes,
    guarded,
    get pid() {
      return nodes[0]!.pid;
    },
    kill: (signal) => all((node) => node.kill(signal)),
    restart: () => all((node) => node.restart()),
    stop: () => all((node) => node.stop()),
  };
}

async function planBrokers(options: KafkaOptions): Promise<BrokerPlan[]> {
  const count = options.nodes ?? 1;
  const controllers = await Promise.all(Array.from({ length: count }, () => freePort()));
  const ports = await Promise.all(controllers.map((_, i) => freePort(options.port && options.port + i)));
  const doors = await Promise.all(ports.map((_, i) => Promise.all((options.doors?.(i) ?? []).map(sideDoor))));
  return ports.map((port, i) => brokerPlan(join(options.dir, `broker-${i + 1}`), i + 1, port, controllers, doors[i]));
}

async function sideDoor(door: Door): Promise<SideDoor> {
  const port = await freePort();
  door.to(port);
  return { port, advertised: door.port };
}

function startBroker(found: { java: string; jars: string }, plan: BrokerPlan): Promise<Part> {
  return ManagedProcess.start({
    name: `Kafka broker ${plan.id}`,
    command: found.java,
    args: [...JVM_OPTIONS, '-cp', join(found.jars, '*'), 'kafka.Kafka', plan.settingsFile],
    cwd: plan.dir,
    logFile: join(plan.dir, 'kafka.log'),
    ready: () => knowsItself(plan.port),
    readyMs: 60_000,
    stopMs: 15_000,
  });
}

/** An open port is not enough: the broker must have joined the cluster, or the first topic is refused. */
async function knowsItself(port: number): Promise<boolean> {
  const client = new KafkaClient({ brokers: [`127.0.0.1:${port}`], logLevel: logLevel.NOTHING, retry: { retries: 0 } });
  const admin = client.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    return cluster.controller !== null && cluster.brokers.some((broker) => broker.port === port);
  } finally {
    await admin.disconnect();
  }
}
