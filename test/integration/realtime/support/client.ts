import { io, type Socket } from 'socket.io-client';
import type { Ack, ConversationEvent, UserEvent } from '../../../../src/contract/index.js';

/** The unmodified Socket.IO client, with what it heard. */
export class Client {
  readonly events: ConversationEvent[] = [];
  readonly userEvents: UserEvent[] = [];
  readonly heard: Array<{ event: string; payload: Record<string, unknown> }> = [];

  private constructor(readonly socket: Socket) {
    socket.onAny((event: string, payload) => {
      if (event === 'event') this.events.push(payload);
      else if (event === 'user.event') this.userEvents.push(payload);
      else this.heard.push({ event, payload });
    });
  }

  static async connect(url: string, token: unknown, deviceId?: string): Promise<Client> {
    const socket = io(url, {
      transports: ['websocket'],
      auth: { token, deviceId },
      reconnection: false,
      forceNew: true,
    });
    const client = new Client(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return client;
  }

  ask(event: string, ...args: unknown[]): Promise<Ack<Record<string, unknown>>> {
    return this.socket.timeout(5_000).emitWithAck(event, ...args) as never;
  }

  async resume(conversations: Record<string, number> = {}): Promise<Record<string, number[]>> {
    const ack = await this.ask('sync.resume', { epoch: null, userSeq: 0, conversations });
    if (!ack.ok) throw new Error(`resume refused: ${ack.error.code}`);
    return ack.data['events'] as Record<string, number[]>;
  }

  seqs(streamId: string): number[] {
    return this.events.filter((e) => e.conversationId === streamId).map((e) => e.seq);
  }

  close(): void {
    this.socket.disconnect();
  }
}
