import { io, type Socket } from 'socket.io-client';
import type {
  Ack,
  ClientEventName,
  ClientEvents,
  HandshakeAuth,
  Problem,
  ServerEventName,
  ServerEvents,
} from '../../src/contract/index.js';
import { ParleyError } from '../errors.js';

export interface LinkOptions {
  url: string;
  auth: HandshakeAuth;
  openTimeoutMs: number;
}

/** What a link tells, maybe before `open` has resolved: each server event by name, and once that it is gone. */
export interface LinkListener {
  received: <E extends ServerEventName>(event: E, payload: ServerEvents[E], link: Link) => void;
  /** `byServer`: the server ended it on purpose. Nothing is told after this. */
  closed: (byServer: boolean) => void;
}

/**
 * One socket from open to close. It never reconnects and never buffers what is sent while it is down: both would act
 * behind the back of the send queue, which knows what may be repeated.
 */
export class Link {
  /** When the server was last heard, by this device's clock. */
  lastHeardAt = Date.now();
  private gone = false;
  private readonly pending = new Set<(error: ParleyError) => void>();

  private constructor(
    readonly url: string,
    private readonly socket: Socket,
    private readonly listener: LinkListener,
  ) {
    socket.onAny((event: ServerEventName, payload: unknown) => {
      this.lastHeardAt = Date.now();
      listener.received(event, payload as never, this);
    });
    socket.once('disconnect', (reason) => this.ended(reason === 'io server disconnect'));
  }

  /** Resolves when the server accepted the token; rejects with its refusal or with `client.network`. */
  static open(options: LinkOptions, listener: LinkListener): Promise<Link> {
    const socket = io(options.url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      multiplex: false,
      timeout: options.openTimeoutMs,
      auth: options.auth,
    });
    return new Promise((resolve, reject) => {
      // The engine's own timeout covers the transport only; this one covers the server's answer to the token too.
      const timer = setTimeout(() => failed(new Error('no answer to the handshake')), options.openTimeoutMs);
      const failed = (error: Error & { data?: unknown }) => {
        clearTimeout(timer);
        socket.disconnect();
        reject(refusal(error));
      };
      socket.once('connect_error', failed);
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.off('connect_error', failed);
        resolve(new Link(options.url, socket, listener));
      });
    });
  }

  /** One client event and its answer. Rejects with the refusal, `client.timeout` or `client.network`. */
  request<E extends ClientEventName>(event: E, input: ClientEvents[E]['in'], timeoutMs: number) {
    return new Promise<ClientEvents[E]['out']>((resolve, reject) => {
      if (!this.socket.connected) return reject(ParleyError.local('client.offline', 'Not connected'));
      const finish = (act: () => void) => {
        clearTimeout(timer);
        this.pending.delete(cut);
        act();
      };
      const cut = (error: ParleyError) => finish(() => reject(error));
      const timer = setTimeout(() => cut(ParleyError.local('client.timeout', `No answer to ${event}`)), timeoutMs);
      this.pending.add(cut);
      this.socket.emit(event, input, (answer: Ack<ClientEvents[E]['out']>) => {
        this.lastHeardAt = Date.now();
        finish(() => (answer.ok ? resolve(answer.data) : reject(new ParleyError(answer.error))));
      });
    });
  }

  /** How many answers are still awaited. */
  get awaiting(): number {
    return this.pending.size;
  }

  close(): void {
    this.socket.disconnect();
    this.ended(false);
  }

  private ended(byServer: boolean): void {
    if (this.gone) return;
    this.gone = true;
    this.socket.offAny();
    this.socket.off();
    for (const cut of [...this.pending]) cut(ParleyError.local('client.network', 'The connection was lost'));
    this.listener.closed(byServer);
  }
}

function refusal(error: Error & { data?: unknown }): ParleyError {
  const problem = error.data as Partial<Problem> | undefined;
  if (typeof problem?.code === 'string') return new ParleyError(problem as Problem);
  return ParleyError.local('client.network', `Could not connect: ${error.message}`, error);
}
