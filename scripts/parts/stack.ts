import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../src/platform/database/embedded/free-port.js';
import { Balancer } from './balancer.js';
import { type Kafka, startKafka } from './kafka.js';
import type { ProcessEnd } from './managed-process.js';
import { type ParleyNode, runMigrations, startParleyNode } from './parley-node.js';
import { type Door, type Part, required } from './part.js';
import { type Postgres, startPostgres } from './postgres.js';
import { type Redis, startRedis } from './redis.js';
import { tempFolder } from './temp-folder.js';

export interface StackOptions {
  /** Parley nodes; 3 without it. */
  nodes?: number;
  /** Kafka brokers; 1 without it. */
  brokers?: 1 | 3;
  /** Port of the balancer; any free one without it. */
  port?: number;
  /** Where everything keeps its data and logs. Without it a temporary folder that goes when this process ends. */
  dir?: string;
  /** Further settings of every node, or, as a function, of each (0, 1, 2 …). They win over the stack's own. */
  settings?: Record<string, string> | ((node: number) => Record<string, string>);
  /** How a node (0, 1, 2 …) gets to the parts, when not directly. */
  doors?: (node: number) => NodeDoors;
  /** Options of Node itself for each node (0, 1, 2 …). */
  nodeOptions?: (node: number) => string[];
  /** Told one plain sentence per step, and of every node that ends by itself. */
  log?: (line: string) => void;
  /** Told of every node that ends by itself. */
  onUnexpectedEnd?: (end: ProcessEnd) => void;
}

export interface NodeDoors {
  postgres: Door;
  redis: Door;
  /** One per broker. */
  kafka: Door[];
}

/** A full deployment on this machine: real Postgres, Redis and Kafka, N nodes, a balancer. */
export interface Stack {
  /** Of the balancer. */
  url: string;
  dir: string;
  nodes: ParleyNode[];
  balancer: Balancer;
  postgres: Postgres;
  redis: Redis;
  kafka: Kafka;
  /** Ends everything in order: nodes first, so that they can drain. Idempotent. */
  stop(): Promise<void>;
}

type Undo = () => Promise<unknown>;

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const undo: Undo[] = [];
  const stop = async () => {
    // Taken from the list first: a second call, or one after a failed start, ends nothing twice.
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  };
  try {
    return { ...(await build(options, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build(options: StackOptions, undo: Undo[]): Promise<Omit<Stack, 'stop'>> {
  const log = options.log ?? (() => undefined);
  const dir = options.dir ?? tempFolder('stack');
  mkdirSync(dir, { recursive: true, mode: 0o711 });
  const count = options.nodes ?? 3;
  const doors = Array.from({ length: count }, (_, index) => options.doors?.(index));
  const parts = await startParts(dir, options.brokers ?? 1, doors, undo);
  log(`Postgres, Redis and Kafka answer (${parts.kafka.brokers})`);
  await runMigrations(parts.postgres.url);
  const port = options.port ?? (await freePort());
  const start = (index: number) =>
    startParleyNode({
      name: `node-${index + 1}`,
      dir,
      settings: { ...addresses(parts, doors[index]), ...shared(port), ...own(options, index) },
      nodeOptions: options.nodeOptions?.(index),
      onUnexpectedEnd: (how, end) => {
        log(how);
        options.onUnexpectedEnd?.(end);
      },
    });
  const nodes = await all(
    doors.map((_, index) => start(index)),
    undo,
  );
  const health = { path: '/health/ready' };
  const backends = nodes.map((node) => ({ host: '127.0.0.1', port: node.port, health }));
  const balancer = await Balancer.start({ port, backends });
  // Before the nodes in this list, after them in time: their goodbyes still have to reach the clients.
  undo.splice(undo.length - 1, 0, () => balancer.stop());
  log(`${nodes.length} nodes are ready`);
  return { url: balancer.url, dir, nodes, balancer, ...parts };
}

type Parts = Pick<Stack, 'postgres' | 'redis' | 'kafka'>;

async function startParts(
  dir: string,
  brokers: 1 | 3,
  doors: ReadonlyArray<NodeDoors | undefined>,
  undo: Undo[],
): Promise<Parts> {
  const used = doors.filter((one) => one !== undefined);
  const started = await all<Part>(
    [
      startPostgres({ dir: join(dir, 'postgres') }),
      startRedis({ dir: join(dir, 'redis') }).then(required),
      startKafka({
        dir: join(dir, 'kafka'),
        nodes: brokers,
        doors: (broker) => used.map((node) => node.kafka[broker]!),
      }).then(required),
    ],
    undo,
  );
  const [postgres, redis, kafka] = started as [Postgres, Redis, Kafka];
  for (const node of used) {
    node.postgres.to(postgres.port);
    node.redis.to(redis.port);
  }
  return { postgres, redis, kafka };
}

/** Waits for all of them even when one fails, so that what did start is known and can be stopped. */
async function all<T extends { stop(): Promise<void> }>(starting: Array<Promise<T>>, undo: Undo[]): Promise<T[]> {
  const settled = await Promise.allSettled(starting);
  const started = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  undo.push(() => Promise.all(started.map((part) => part.stop())));
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
  return started;
}

/** Where a node finds the parts. */
function addresses({ postgres, redis, kafka }: Parts, doors: NodeDoors | undefined): Record<string, string> {
  if (!doors) return { DATABASE_URL: postgres.url, REDIS_URL: redis.url, KAFKA_BROKERS: kafka.brokers };
  const via = (url: string, door: Door) => Object.assign(new URL(url), { port: String(door.port) }).href;
  return {
    DATABASE_URL: via(postgres.url, doors.postgres),
    REDIS_URL: via(redis.url, doors.redis),
    KAFKA_BROKERS: doors.kafka.map((door) => `127.0.0.1:${door.port}`).join(','),
  };
}

function shared(port: number): Record<string, string> {
  return { PUBLIC_URL: `http://127.0.0.1:${port}`, MIGRATE: 'never' };
}

function own(options: StackOptions, index: number): Record<string, string> {
  return typeof options.settings === 'function' ? options.settings(index) : (options.settings ?? {});
}
