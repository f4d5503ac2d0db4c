import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Link, type Tap } from './link.js';
import type { Line } from './line.js';
import { reset } from './reset.js';

export interface FaultProxyOptions {
  /** Port that connections go on to; it may be named later with `to`. */
  target?: number;
  /** Where that port is; loopback without it. */
  host?: string;
  /** Port to listen at; any free one without it. */
  port?: number;
  /** Of jitter and loss. */
  random?: () => number;
  /** Reads along on every connection. */
  tap?: () => Tap;
}

const LOOPBACK = '127.0.0.1';

/**
 * A TCP proxy on loopback that is as good as no proxy until it is told to be a bad line. Every fault takes effect on
 * open and on new connections, at once; `heal` ends all of them, and what was held goes on.
 */
export class FaultProxy {
  private readonly links = new Set<Link>();
  private lines: { up: Line; down: Line } = { up: {}, down: {} };
  private refusing = false;
  private targets: readonly number[];
  private turn = 0;
  /** How often it did something so far: chunks that came to a bad line, connections that were reset or refused on purpose. */
  hits = 0;
  private readonly reached = new Map<number, number>();

  private constructor(
    private readonly server: Server,
    private readonly options: FaultProxyOptions,
  ) {
    this.targets = options.target === undefined ? [] : [options.target];
  }

  static async start(options: FaultProxyOptions = {}): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true });
    const proxy = new FaultProxy(server, options);
    server.on('connection', (client) => void proxy.accept(client));
    server.listen({ port: options.port ?? 0, host: LOOPBACK, backlog: 4_096 });
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://${LOOPBACK}:${this.port}`;
  }

  /** The same `url`, by way of this proxy. */
  via(url: string): string {
    const through = new URL(url);
    through.host = `${LOOPBACK}:${this.port}`;
    return through.href;
  }

  /** Open connections. */
  get connections(): number {
    return this.links.size;
  }

  /** Connections that went on to this port so far. */
  connectionsTo(target: number): number {
    return this.reached.get(target) ?? 0;
  }

  /** From now on connections go on to this port; to several in turn, as behind a balancer that remembers nobody. */
  to(...targets: number[]): void {
    this.targets = targets;
  }

  /** Makes it a bad line: `up` from those who connect to the target, `down` back to them. Replaces what was before. */
  impair(lines: { up?: Line; down?: Line }): void {
    this.lines = { up: lines.up ?? {}, down: lines.down ?? {} };
    for (const link of this.links) link.changed();
  }

  /** Resets what is open and refuses what is new: the target is not to be reached. */
  cutOff(): void {
    this.refusing = true;
    this.reset();
  }

  heal(): void {
    this.refusing = false;
    this.impair({});
  }

  /** Resets every open connection at both ends, as a crashed router would. Answers how many. */
  reset(): number {
    const links = [...this.links];
    for (const link of links) link.cut();
    this.hits += links.length;
    return links.length;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.reset();
    await closed;
  }

  private async accept(client: Socket): Promise<void> {
    client.on('error', () => undefined);
    const target = this.targets[this.turn++ % this.targets.length];
    if (this.refusing) this.hits += 1;
    if (this.refusing || target === undefined) return void reset(client);
    const upstream = await open(target, this.options.host ?? LOOPBACK);
    if (!upstream || client.destroyed || this.refusing || !this.server.listening) {
      upstream?.destroy();
      return void reset(client);
    }
    const link: Link = new Link(client, upstream, {
      lines: () => this.lines,
      random: this.options.random ?? Math.random,
      tap: this.options.tap?.(),
      hit: () => (this.hits += 1),
      ended: () => this.links.delete(link),
    });
    this.links.add(link);
    this.reached.set(target, this.connectionsTo(target) + 1);
  }
}

function open(port: number, host: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, noDelay: true, allowHalfOpen: true });
    socket.once('error', () => resolve(undefined));
    socket.once('connect', () => resolve(socket.on('error', () => undefined)));
  });
}
