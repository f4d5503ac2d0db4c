import { connect, type Socket } from 'node:net';

export interface Backend {
  host: string;
  port: number;
  /** Readiness over HTTP: 2xx means ready. Without it an accepted connection does. `port` defaults to the backend's. */
  health?: { path: string; port?: number };
  /** Takes connections only while none of the others is ready. */
  backup?: boolean;
}

/** A stopped process still has its port open and accepts into the backlog: only an answer in time counts. */
const ANSWER_MS = 1_000;

/** One backend and what is known of it. */
export class BackendState {
  ready = false;
  /** Connections, those under way included: otherwise a burst would all go to the same backend. */
  load = 0;

  constructor(private readonly backend: Backend) {}

  get backup(): boolean {
    return this.backend.backup ?? false;
  }

  async check(): Promise<void> {
    this.ready = this.backend.health ? await this.answersReady() : await this.accepts();
  }

  /** A connection to it, or undefined; then it counts as down until its next good check. */
  async connect(): Promise<Socket | undefined> {
    this.load++;
    const socket = await this.open();
    if (socket) return socket;
    this.load--;
    this.ready = false;
    return undefined;
  }

  private async answersReady(): Promise<boolean> {
    const { host, port, health } = this.backend;
    try {
      const url = `http://${host}:${health!.port ?? port}${health!.path}`;
      const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), headers: { connection: 'close' } });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      return false;
    }
  }

  private async accepts(): Promise<boolean> {
    const socket = await this.open();
    socket?.destroy();
    return socket !== undefined;
  }

  private open(): Promise<Socket | undefined> {
    return new Promise((resolve) => {
      const socket = connect({ host: this.backend.host, port: this.backend.port, noDelay: true, allowHalfOpen: true });
      const fail = () => {
        socket.destroy();
        resolve(undefined);
      };
      socket.setTimeout(ANSWER_MS, fail);
      socket.once('error', fail);
      socket.once('connect', () => {
        socket.setTimeout(0);
        socket.off('error', fail);
        socket.on('error', () => undefined);
        resolve(socket);
      });
    });
  }
}
