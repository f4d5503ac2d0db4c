import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A TCP proxy that can cut everything that runs through it, without a goodbye in either direction. */
export class FlappyProxy {
  private readonly open = new Set<Socket>();
  cuts = 0;

  private constructor(private readonly server: Server) {}

  static async to(target: string): Promise<FlappyProxy> {
    const { hostname, port } = new URL(target);
    const server = createServer();
    const proxy = new FlappyProxy(server);
    server.on('connection', (near) => {
      const far = connect(Number(port), hostname);
      for (const socket of [near, far]) {
        proxy.open.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          proxy.open.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.cuts += 1;
    for (const socket of this.open) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
