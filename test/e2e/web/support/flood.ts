import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { TokensView } from '../../../../src/contract/index.js';

/** Between two turns of a sender; small against a frame, so that the stream is even. */
const TURN_MS = 20;

/** People who write into one conversation at a steady rate, whether they are answered or not. */
export class Flood {
  private timer: NodeJS.Timeout | undefined;
  sent = 0;
  /** How many were stored, and the highest number among them; the rest the server had no room for. */
  acked = 0;
  last = 0;
  private refused = 0;

  private constructor(private readonly sockets: Socket[]) {}

  static async of(url: string, members: TokensView[]): Promise<Flood> {
    const sockets = members.map(({ accessToken }) =>
      io(url, { transports: ['websocket'], forceNew: true, auth: { token: accessToken } }),
    );
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.once('connect', resolve))));
    return new Flood(sockets);
  }

  start(conversationId: string, perSecond: number): void {
    const began = performance.now();
    this.timer = setInterval(() => {
      const due = ((performance.now() - began) / 1_000) * perSecond;
      while (this.sent < due) this.send(conversationId);
    }, TURN_MS);
  }

  /** Stops writing; resolves when everything was answered. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    while (this.acked + this.refused < this.sent) await new Promise((resolve) => setTimeout(resolve, TURN_MS));
  }

  close(): void {
    clearInterval(this.timer);
    for (const socket of this.sockets) socket.disconnect();
  }

  private send(conversationId: string): void {
    const number = (this.sent += 1);
    const socket = this.sockets[number % this.sockets.length]!;
    const body = `Number ${number} of ${number % 4 === 0 ? '*many*' : 'many'}.`;
    const message = { conversationId, clientMessageId: randomUUID(), body };
    socket.emit('message.send', message, ({ ok }: { ok: boolean }) => {
      if (!ok) return void (this.refused += 1);
      this.acked += 1;
      this.last = Math.max(this.last, number);
    });
  }
}
