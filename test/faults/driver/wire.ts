import { io, type Socket } from 'socket.io-client';
import { ParleyError } from '../../../sdk/index.js';
import type { Ack, ClientEventName, ClientEvents, ConversationEvent } from '../../../src/contract/index.js';
import { seenEntry } from '../history/index.js';
import type { Recorder, Who } from './recorder.js';

export interface WireOptions {
  url: string;
  node: string;
  who: { process: string; device: string; session: string };
  token: () => Promise<string>;
  recorder: Recorder;
}

const ANSWER_MS = 12_000;
const AGAIN_MS = 500;

/**
 * A bare socket to one node. It repeats nothing and hides nothing: what is asked is sent once or not at all, and an answer
 * that does not come is told as such. It connects again by itself.
 */
export class Wire {
  private readonly socket: Socket;
  private readonly pending = new Set<(error: ParleyError) => void>();
  private opened = 0;
  /** Of the history that this connection tells. */
  private epoch: string | undefined;
  private again: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly options: WireOptions) {
    const { url, node, who, token, recorder } = options;
    this.socket = io(url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      autoConnect: false,
      timeout: 5_000,
      auth: (use) => {
        token().then(
          (fresh) => use({ token: fresh, deviceId: who.device }),
          () => this.retry(),
        );
      },
    });
    this.socket.on('connect', () => {
      this.opened += 1;
      // Nodes that live through a restore are ended first: who connects meets the new history.
      this.epoch = recorder.epoch;
      recorder.saw(this.who, 'up', { node, session: who.session });
    });
    this.socket.on('connect_error', () => this.retry());
    this.socket.on('disconnect', (reason) => {
      recorder.saw(this.who, 'down', { reason });
      this.lost();
    });
    // Every frame goes into the history: to find content on sockets that must not have it.
    this.socket.on('event', (event: ConversationEvent) =>
      recorder.saw(this.who, 'frame', { conversationId: event.conversationId, ...seenEntry(event) }),
    );
    this.socket.connect();
  }

  get connected(): boolean {
    return this.socket.connected;
  }

  /** For the history: calls with the same `socket` were written to one socket in this order. */
  get who(): Who {
    return { ...this.options.who, node: this.options.node, socket: this.opened, epoch: this.epoch };
  }

  request<E extends ClientEventName>(event: E, input: ClientEvents[E]['in']): Promise<ClientEvents[E]['out']> {
    return new Promise((resolve, reject) => {
      if (!this.connected) return reject(ParleyError.local('client.offline', 'Not connected'));
      const finish = (act: () => void) => {
        clearTimeout(timer);
        this.pending.delete(cut);
        act();
      };
      const cut = (error: ParleyError) => finish(() => reject(error));
      const timer = setTimeout(() => cut(ParleyError.local('client.timeout', `No answer to ${event}`)), ANSWER_MS);
      this.pending.add(cut);
      this.socket.emit(event, input, (answer: Ack<ClientEvents[E]['out']>) =>
        finish(() => (answer.ok ? resolve(answer.data) : reject(new ParleyError(answer.error)))),
      );
    });
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.again);
    this.socket.disconnect();
    this.lost();
  }

  private lost(): void {
    for (const cut of [...this.pending]) cut(ParleyError.local('client.network', 'The connection was lost'));
    this.retry();
  }

  private retry(): void {
    clearTimeout(this.again);
    if (!this.closed) this.again = setTimeout(() => this.socket.disconnect().connect(), AGAIN_MS);
  }
}
