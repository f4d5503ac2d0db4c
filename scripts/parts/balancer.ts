import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { BackendState, type Backend } from './balancer/backend.js';
import { Link } from './balancer/link.js';

export type { Backend } from './balancer/backend.js';

export interface BalancerOptions {
  backends: Backend[];
  /** Loopback port; any free one without it. */
  port?: number;
  /** Time between two looks at each backend. */
  checkMs?: number;
}

/**
 * A TCP load balancer over the nodes: each new connection goes to the ready backend with the fewest, to a backup only when no
 * other is ready; one that refuses the connection is skipped at once and counts as down until its next good check. It knows
 * no protocol, so WebSockets, REST and anything else pass. With faults on demand: `cut` and `pause`. A backend that leaves
 * keeps its connections, as behind any usual balancer; they end when it closes them.
 */
export class Balancer {
  private readonly links = new Set<Link>();
  private readonly server: Server;
  private readonly timer: NodeJS.Timeout;
  private paused = false;

  private constructor(
    private readonly backends: BackendState[],
    checkMs: number,
  ) {
    this.server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (client) => void this.accept(client));
    this.timer = setInterval(() => void this.check(), checkMs);
  }

  static async start(options: BalancerOptions): Promise<Balancer> {
    const balancer = new Balancer(
      options.backends.map((backend) => new BackendState(backend)),
      options.checkMs ?? 500,
    );
    await balancer.check();
    balancer.server.listen(options.port ?? 0, '127.0.0.1');
    await once(balancer.server, 'listening');
    return balancer;
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What it thinks of each backend, in their order. */
  get status(): Array<{ ready: boolean; connections: number }> {
    return this.backends.map((backend) => ({ ready: backend.ready, connections: this.linksTo(backend).length }));
  }

  /** Looks at every backend now instead of at the next turn. */
  async check(): Promise<void> {
    await Promise.all(this.backends.map((backend) => backend.check()));
  }

  /** Resets all connections, or those to one backend: both sides see a broken one. Answers how many. */
  cut(backend?: number): number {
    const links = backend === undefined ? [...this.links] : this.linksTo(this.backends[backend]!);
    for (const link of links) link.cut();
    return links.length;
  }

  /** Passes nothing on, in both directions and for new connections too, but keeps them all open. */
  pause(): void {
    this.paused = true;
    for (const link of this.links) link.pause();
  }

  resume(): void {
    this.paused = false;
    for (const link of this.links) link.resume();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }

  private linksTo(backend: BackendState): Link[] {
    return [...this.links].filter((link) => link.backend === backend);
  }

  private async accept(client: Socket): Promise<void> {
    client.on('error', () => undefined);
    const tried = new Set<BackendState>();
    for (let next = this.pick(tried); next; next = this.pick(tried)) {
      tried.add(next);
      const upstream = await next.connect();
      if (upstream) return this.join(client, upstream, next);
    }
    client.resetAndDestroy();
  }

  private pick(tried: ReadonlySet<BackendState>): BackendState | undefined {
    const candidates = this.backends.filter((backend) => backend.ready && !tried.has(backend));
    return candidates.sort((a, b) => Number(a.backup) - Number(b.backup) || a.load - b.load)[0];
  }

  private join(client: Socket, upstream: Socket, backend: BackendState): void {
    if (client.destroyed || !this.server.listening) {
      backend.load--;
      upstream.destroy();
      client.destroy();
      return;
    }
    const link = new Link(client, upstream, backend, () => {
      backend.load--;
      this.links.delete(link);
    });
    this.links.add(link);
    if (!this.paused) link.resume();
  }
}
