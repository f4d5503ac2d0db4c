import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP relay on loopback that can lose the network: `cut` ends every connection without a farewell and refuses new ones until `mend`. */
export class CutProxy {
  private readonly sockets = new Set<Socket>();
  private up = true;

  private constructor(private readonly server: Server) {}

  static async start(targetPort: number): Promise<CutProxy> {
    const server = createServer({ noDelay: true });
    const proxy = new CutProxy(server);
    server.on('connection', (client) => proxy.relay(client, targetPort));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 1024, resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  cut(): void {
    this.up = false;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  mend(): void {
    this.up = true;
  }

  stop(): void {
    this.cut();
    this.server.close();
  }

  private relay(client: Socket, targetPort: number): void {
    if (!this.up) return void client.resetAndDestroy();
    const target = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      this.sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
