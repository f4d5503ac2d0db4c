import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Cluster } from '../../cluster/cluster.js';
import { Messages } from '../../proxy/postgres-messages.js';
import { isFrozen } from '../tools/processes.js';

const message = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int(4, body.length + 4), body]);
};
const int = (bytes: 2 | 4, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
};
const text = (value: string): Buffer => Buffer.from(`${value}\0`);

const READY = message('Z', Buffer.from('I'));
/** One column of whole numbers called `n`, and one row with a 1 in it. */
const COLUMNS = message('T', int(2, 1), text('n'), int(4, 0), int(2, 0), int(4, 23), int(2, 4), int(4, -1), int(2, 0));
const ROW = Buffer.concat([message('D', int(2, 1), int(4, 1), Buffer.from('1')), message('C', text('SELECT 1'))]);
const ANSWERS: Record<string, Buffer> = {
  ...{ P: message('1'), B: message('2'), D: COLUMNS, E: ROW, S: READY },
  Q: Buffer.concat([COLUMNS, ROW, READY]),
};

/** Speaks as much of Postgres' protocol as faults need, and answers 1 to everything. */
class FakePostgres {
  private readonly sessions = new Set<Socket>();
  private server: Server | null = null;
  port = 0;

  get alive(): boolean {
    return this.server !== null;
  }

  async restart(): Promise<void> {
    this.server = createServer((socket) => this.serve(socket)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async kill(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = null;
    server.close();
    this.endOthers(null);
    await once(server, 'close');
  }

  private serve(socket: Socket): void {
    this.sessions.add(socket);
    socket.on('close', () => this.sessions.delete(socket)).on('error', () => undefined);
    socket.once('data', () => socket.write(Buffer.concat([message('R', int(4, 0)), READY])));
    const asked = new Messages('frontend');
    socket.on('data', (chunk: Buffer) => {
      for (const { type, body } of asked.read(chunk)) {
        if (body.includes('pg_terminate_backend')) this.endOthers(socket);
        if (type === 'X') socket.end();
        else socket.write(ANSWERS[type]!);
      }
    });
  }

  private endOthers(but: Socket | null): void {
    for (const session of this.sessions) if (session !== but) session.destroy();
  }
}

/** A process that does nothing, to be killed and frozen. */
class FakeNode {
  private child!: ChildProcess;

  constructor() {
    this.restart();
  }

  restart(): void {
    this.child = spawn('sleep', ['600'], { stdio: 'ignore' });
  }

  get pid(): number {
    return this.child.pid!;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    if (!this.alive) return;
    this.child.kill(signal);
    if (signal === 'SIGKILL') await once(this.child, 'exit');
  }
}

/** A line on which something goes through whenever it is bad. */
class FakeLine {
  hits = 0;
  bad = false;
  impair = () => this.hit();
  cutOff = () => this.hit();
  reset = () => (this.hits += 1);
  heal = () => void (this.bad = false);

  private hit(): void {
    this.hits += 1;
    this.bad = true;
  }
}

class FakeLink {
  readonly postgres = new FakeLine();
  readonly redis = new FakeLine();
  loses = (_: string): boolean => false;
  private counted = 0;

  /** Something is committed all the time. */
  get lost(): number {
    return this.loses('COMMIT') ? ++this.counted : this.counted;
  }
}

/** A part that is up or down. */
class FakePart {
  up = true;
  readonly nodes = [{}];
  kill = async () => void (this.up = false);
  restart = async () => void (this.up = true);
}

/** What the faults of F48 lay their hands on. As in the real one, a node comes back only if it finds its database. */
export class FakeCluster {
  readonly links = [1, 2, 3].map(() => new FakeLink());
  readonly fronts = [new FakeLine()];
  private readonly nodes = [1, 2, 3].map(() => new FakeNode());
  private readonly postgres = new FakePostgres();
  private readonly redis = new FakePart();
  private readonly kafka = new FakePart();
  readonly stack = { nodes: this.nodes, postgres: this.postgres, redis: this.redis, kafka: this.kafka };

  static async start(): Promise<FakeCluster> {
    const cluster = new FakeCluster();
    await cluster.postgres.restart();
    return cluster;
  }

  get asCluster(): Cluster {
    return this as unknown as Cluster;
  }

  get databaseUrl(): string {
    return `postgres://me@127.0.0.1:${this.postgres.port}/db`;
  }

  get living(): number[] {
    return [...this.nodes.keys()].filter((i) => this.nodes[i]!.alive);
  }

  node(i: number): FakeNode {
    return this.nodes[i]!;
  }

  kill(i: number, signal: NodeJS.Signals): Promise<void> {
    return this.node(i).kill(signal);
  }

  async revive(i: number): Promise<void> {
    if (this.node(i).alive) return;
    if (!this.postgres.alive || this.links[i]!.postgres.bad) throw new Error(`node ${i} finds no database`);
    this.node(i).restart();
  }

  /** What is not as it was before any fault. */
  get broken(): string[] {
    const lines = [...this.links.flatMap(({ postgres, redis }) => [postgres, redis]), ...this.fronts];
    return [
      ...(this.postgres.alive && this.redis.up && this.kafka.up ? [] : ['a part is down']),
      ...(this.nodes.every(({ alive, pid }) => alive && !isFrozen(pid)) ? [] : ['a node is down or frozen']),
      ...(lines.some(({ bad }) => bad) || this.links.some(({ loses }) => loses('COMMIT')) ? ['a line is bad'] : []),
    ];
  }

  async stop(): Promise<void> {
    await this.postgres.kill();
    await Promise.all(this.nodes.map((node) => node.kill('SIGKILL')));
  }
}
