import pg from 'pg';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ParleyNode } from '../../../scripts/parts/parley-node.js';
import { type Stack, startStack } from '../../../scripts/parts/stack.js';
import { CROWD_SETTINGS } from '../../../scripts/replay/faults/settings.js';
import { projectFolder } from '../../../scripts/parts/ensure.js';
import { until } from '../../../scripts/parts/until.js';
import type { Places } from '../driver/person.js';
import type { Random } from '../driver/random.js';
import type { Recorder } from '../driver/recorder.js';
import { freePort } from '../../../src/platform/database/embedded/free-port.js';
import type { PlantName } from '../planted/bugs.js';
import { FaultProxy } from '../proxy/fault-proxy.js';
import { PostgresTap } from '../proxy/postgres-tap.js';
import { BuildSwitch } from './build-switch.js';
import { FakeClock } from './fake-clock.js';
import { NotBack, untilBack } from './not-back.js';
import { SmallDisk } from './small-disk.js';

/** A node's own ways to the parts. */
export interface NodeLinks {
  postgres: FaultProxy;
  redis: FaultProxy;
  /** One per broker. */
  kafka: FaultProxy[];
  /** Whether the answer to this statement of this node is lost, after it was committed. */
  loses: (sql: string) => boolean;
  /** How many answers were lost so far. */
  lost: number;
}

export interface ClusterOptions {
  nodes: number;
  brokers: 1 | 3;
  dir: string;
  /** Whether the nodes' clocks can be set. */
  clocks: boolean;
  /** Whether the database has a disk of its own that can be filled. */
  disk: boolean;
  /** Whether nodes can be started as a newer build. */
  builds: boolean;
  /** A bug that every node has. */
  plant?: PlantName;
  random: Random;
  recorder: Recorder;
  log: (line: string) => void;
}

/** Small enough that a test can fill it, large enough for the load. */
const HEAP_MB = 512;
/** How long a node is started again and again. */
const START_MS = 120_000;
/** Between two of these starts, as a supervisor waits. */
const AGAIN_MS = 1_000;
const ANSWER_MS = 2_000;
const never = () => false;
const PRELOAD = join(projectFolder(), 'dist', 'test', 'faults', 'planted', 'preload.js');

interface Handles {
  clocks: readonly FakeClock[];
  builds: readonly BuildSwitch[];
  disk: SmallDisk | null;
  /** Where the nodes' debuggers listen. */
  ports: readonly number[];
  /** Nodes whose next end is the doing of a fault. */
  expected: Set<string>;
}

/** Three nodes with real Postgres, Redis and Kafka behind a balancer, and a bad line that can be had anywhere in between. */
export class Cluster {
  private constructor(
    readonly stack: Stack,
    readonly links: readonly NodeLinks[],
    /** Two ways in for users, both through the balancer: a fault can hit one half of them. */
    readonly fronts: readonly FaultProxy[],
    private readonly recorder: Recorder,
    private readonly handles: Handles,
  ) {}

  static async start(options: ClusterOptions): Promise<Cluster> {
    const { nodes, brokers, dir, plant, random, recorder, log } = options;
    const links = await Promise.all(
      Array.from({ length: nodes }, (_, i) => openLinks(brokers, random.fork(`link ${i}`))),
    );
    const clocks = options.clocks ? await openClocks(nodes, dir) : [];
    const builds = options.builds ? Array.from({ length: nodes }, (_, i) => new BuildSwitch(join(dir, nameOf(i)))) : [];
    const disk = options.disk ? await SmallDisk.mount(join(dir, 'postgres')) : null;
    const ports = await Promise.all(Array.from({ length: nodes }, () => freePort()));
    const expected = new Set<string>();
    const stack = await startStack({
      ...{ nodes, brokers, dir, log },
      nodeOptions: (node) => [
        `--max-old-space-size=${HEAP_MB}`,
        `--inspect-port=127.0.0.1:${ports[node]}`,
        ...(plant ? ['--import', PRELOAD] : []),
        ...(builds[node]?.nodeOptions ?? []),
      ],
      settings: (node) => ({
        ...CROWD_SETTINGS,
        SOCKETS_PER_USER: '1000',
        KAFKA_REPLICATION: String(brokers),
        ...clocks[node]?.environment,
        ...builds[node]?.environment,
        ...(plant ? { PLANT: plant } : {}),
      }),
      doors: (node) => links[node]!,
      onUnexpectedEnd: ({ name, pid, code, signal }) => {
        recorder.mark('exit', { pid, code, signal, expected: expected.delete(name) }, name);
      },
    });
    const target = stack.balancer.port;
    const fronts = await Promise.all([1, 2].map((n) => openFront(target, random.fork(`front ${n}`))));
    return new Cluster(stack, links, fronts, recorder, { clocks, builds, disk, ports, expected });
  }

  /** Puts the nodes that run into the history. */
  announce(): void {
    for (const [i, { pid }] of this.stack.nodes.entries()) this.recorder.mark('start', { pid }, nameOf(i));
  }

  get places(): Places {
    return {
      fronts: this.fronts.map(({ url }) => url),
      nodes: this.stack.nodes.map(({ url }, i) => ({ name: nameOf(i), url })),
    };
  }

  get databaseUrl(): string {
    return this.stack.postgres.url;
  }

  /** Ends a node on purpose. One that does not end when it is asked to has broken its promise (I25). */
  async kill(node: number, signal: NodeJS.Signals): Promise<void> {
    const { pid } = this.node(node);
    await this.node(node).kill(signal);
    const { endedBy } = this.node(node);
    this.recorder.mark('exit', { pid, code: null, signal: endedBy ?? signal, expected: true }, nameOf(node));
    if (endedBy === 'SIGKILL' && signal !== 'SIGKILL')
      this.recorder.mark('crash', { message: `did not end on ${signal} and had to be killed` }, nameOf(node));
  }

  /**
   * Starts a node that was ended, on its port; one that lives stays as it is. A node that finds no database ends again, and is started
   * again, as by any supervisor.
   */
  async revive(node: number, withinMs = START_MS): Promise<void> {
    if (this.node(node).alive) return;
    await untilBack(nameOf(node), `${nameOf(node)} stays`, withinMs, async () => {
      this.expectEnd(node);
      await this.node(node)
        .restart()
        .catch((error: Error) => delay(AGAIN_MS).then(() => Promise.reject(error)));
      return true;
    });
    this.handles.expected.delete(nameOf(node));
    this.recorder.mark('start', { pid: this.node(node).pid }, nameOf(node));
  }

  /** The same with several at once. Throws when all of them have come back or been waited for. */
  async reviveAll(nodes: readonly number[], withinMs = START_MS): Promise<void> {
    const revived = await Promise.allSettled(nodes.map((node) => this.revive(node, withinMs)));
    for (const one of revived) if (one.status === 'rejected') throw one.reason;
  }

  /** Its next end is the doing of a fault, though not by a signal. */
  expectEnd(node: number): void {
    this.handles.expected.add(nameOf(node));
  }

  /** Where a node's debugger listens once it is asked to. */
  inspectorPort(node: number): number {
    return this.handles.ports[node]!;
  }

  /** Sets the clock of a node so many seconds ahead of the true time. */
  shiftClock(node: number, seconds: number): void {
    this.handles.clocks[node]!.shift(seconds);
  }

  /** The database's own disk; null: it has none that can be filled. */
  get disk(): SmallDisk | null {
    return this.handles.disk;
  }

  /** Ends a node in order and starts it again as another build. */
  async deploy(node: number, build: 'this' | 'newer'): Promise<void> {
    await this.kill(node, 'SIGTERM');
    this.handles.builds[node]!.set(build);
    await this.revive(node);
  }

  /** Those that run: a node that is down already cannot be hit. */
  get living(): number[] {
    return [...this.stack.nodes.keys()].filter((node) => this.node(node).alive);
  }

  node(index: number): ParleyNode {
    return this.stack.nodes[index]!;
  }

  /** Takes every bad line back and starts every node that is down; one that does not come back is for the checker to judge. */
  async heal(withinMs = START_MS): Promise<void> {
    for (const link of this.links) {
      link.loses = never;
      for (const proxy of [link.postgres, link.redis, ...link.kafka]) proxy.heal();
    }
    for (const front of this.fronts) front.heal();
    this.handles.clocks.forEach((clock) => clock.shift(0));
    await this.untilPostgresAnswers();
    await Promise.all(
      this.stack.nodes.map((_, i) => this.revive(i, withinMs).catch((error) => this.noteNotBack(error))),
    );
  }

  private noteNotBack(error: unknown): void {
    if (!(error instanceof NotBack)) throw error;
    this.recorder.mark('not-back', { because: error.message }, error.who);
  }

  /** Nobody promises anything without it: where it is gone, a part of ours has failed. */
  private async untilPostgresAnswers(): Promise<void> {
    await until('Postgres answers', START_MS, async () => {
      const client = new pg.Client({ connectionString: this.databaseUrl, connectionTimeoutMillis: ANSWER_MS });
      client.on('error', () => undefined);
      await client.connect();
      await client.end();
      return true;
    });
  }

  async stop(): Promise<void> {
    await this.stack.stop();
    await this.disk?.unmount();
    const proxies = this.links.flatMap(({ postgres, redis, kafka }) => [postgres, redis, ...kafka]);
    await Promise.all([...proxies, ...this.fronts].map((proxy) => proxy.stop()));
  }
}

async function openClocks(nodes: number, dir: string): Promise<FakeClock[]> {
  mkdirSync(dir, { recursive: true, mode: 0o711 });
  const clocks = Array.from({ length: nodes }, (_, i) => FakeClock.at(join(dir, `${nameOf(i)}.clock`)));
  if (clocks.some((clock) => clock === null))
    throw new Error('Clocks are set by libfaketime. On Debian: apt-get install faketime.');
  return clocks as FakeClock[];
}

export const nameOf = (node: number): string => `node-${node + 1}`;

async function openLinks(brokers: number, random: Random): Promise<NodeLinks> {
  const link: NodeLinks = {
    postgres: await FaultProxy.start({
      random: random.next,
      tap: () => new PostgresTap({ loses: (sql) => link.loses(sql), lost: () => (link.lost += 1) }),
    }),
    redis: await FaultProxy.start({ random: random.next }),
    kafka: await Promise.all(Array.from({ length: brokers }, () => FaultProxy.start({ random: random.next }))),
    loses: never,
    lost: 0,
  };
  return link;
}

const openFront = (target: number, random: Random) => FaultProxy.start({ target, random: random.next });
