import type { Ack, ConversationResume, Problem, ResumeInput, ResumeResult } from '../../src/contract/index.js';
import { ParleyError } from '../../sdk/errors.js';
import { pauseAfter, refusalPauses, refusedForNow } from '../../sdk/refusal.js';
import { eventFrame, RawSocketIo } from '../lib/socket-io.js';
import { idIn, idOf, SeqReader, startsWith, type Connection, type Receiver } from './driver.js';

// Exactly this name: `user.event` may quote a message too, and must not count as its delivery.
const EVENT = Buffer.from('["event",');
const TYPING = Buffer.from('["typing",');
/** A token lives 15 minutes, a figure on a busy machine may take longer. */
const REFRESH = Buffer.from('["auth.refresh-needed",');
const OK = Buffer.from('[{"ok":true');
const RETRYABLE = [429, 503];
const RESUME_ACK = 1;
/** A socket hears nothing before it has said where it stands: a new device stands nowhere. */
const afresh = (): ResumeInput => ({ epoch: null, userSeq: 0, conversations: {} });

export interface ParleySocketOptions {
  user: number;
  conversationId: string;
  port: number;
  localAddress?: string;
  deviceId: string;
  token: () => Promise<string>;
  /** The event that stands for the load's message, as JSON. */
  packet: (id: number) => string;
  /** Where the device stands, written on as it gets further: what it missed since is asked for and counts as delivered. Without it everything before is ignored. */
  standing?: ResumeInput;
  /** Told of each typing notice. */
  onTyping?: () => void;
  /** The server would not say where things stand yet. */
  onRefused?: () => void;
}

/** One signed-in, resumed socket of the product, straight over TCP. */
export class ParleySocket implements Connection {
  private readonly sent = new Map<number, number>();
  private readonly seqs = new SeqReader();
  private lastAck = RESUME_ACK;
  private socket!: RawSocketIo;
  private settle: (error?: Error) => void = () => undefined;

  private constructor(
    private readonly options: ParleySocketOptions,
    private readonly receiver: Receiver,
  ) {}

  static async open(options: ParleySocketOptions, receiver: Receiver): Promise<ParleySocket> {
    const self = new ParleySocket(options, receiver);
    const { port, localAddress, deviceId, token } = options;
    const auth = { token: await token(), deviceId };
    self.socket = await RawSocketIo.connect(
      { port, localAddress, auth },
      {
        event: (b, s, e) => self.event(b, s, e),
        ack: (ackId, b, s, e) => self.ack(ackId, b, s, e),
        close: () => self.settle(new Error('closed before it was answered')),
      },
    );
    await self.resume().catch((error: unknown) => {
      self.destroy();
      throw error;
    });
    return self;
  }

  open(): boolean {
    return this.socket.open;
  }

  send(id: number): void {
    this.sent.set(++this.lastAck, id);
    this.socket.write(eventFrame(this.options.packet(id), this.lastAck));
  }

  stall(): void {
    this.socket.stall();
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** As the product's library: what is refused for now is asked again on the same socket. */
  private async resume(): Promise<void> {
    for (const pauses = refusalPauses(); ;) {
      try {
        return await this.ask();
      } catch (error) {
        if (!(error instanceof ParleyError) || !refusedForNow(error)) throw error;
        this.options.onRefused?.();
        await pauseAfter(error, pauses);
      }
    }
  }

  private ask(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.settle = (error) => (error ? reject(error) : resolve());
      if (!this.socket.open) return this.settle(new Error('closed before it was answered'));
      const standing = this.options.standing ?? afresh();
      this.socket.write(eventFrame(`["sync.resume",${JSON.stringify(standing)}]`, RESUME_ACK));
    });
  }

  private event(b: Buffer, s: number, e: number): void {
    const { user, standing, conversationId } = this.options;
    if (startsWith(b, s, EVENT)) {
      const seq = this.seqs.read(b, s, e);
      if (standing) standing.conversations[conversationId] = seq;
      this.receiver.delivered(user, idIn(b, s, e), seq);
    } else if (startsWith(b, s, TYPING)) this.options.onTyping?.();
    else if (startsWith(b, s, REFRESH)) void this.refresh();
  }

  private ack(ackId: number, b: Buffer, s: number, e: number): void {
    if (ackId === RESUME_ACK) return this.resumed(b, s, e);
    const id = this.sent.get(ackId);
    if (id === undefined) return;
    this.sent.delete(ackId);
    const { user } = this.options;
    if (startsWith(b, s, OK)) return this.receiver.acked(user, id);
    const [{ error }] = JSON.parse(b.toString('utf8', s, e)) as [{ error: Problem }];
    this.receiver.refused(user, id, error.code, RETRYABLE.includes(error.status));
  }

  private resumed(b: Buffer, s: number, e: number): void {
    const taken = startsWith(b, s, OK);
    if (taken && !this.options.standing) return this.settle();
    const [answer] = JSON.parse(b.toString('utf8', s, e)) as [Ack<ResumeResult>];
    if (!answer.ok) return this.settle(new ParleyError(answer.error));
    this.catchUp(answer.data);
    this.settle();
  }

  private catchUp({ epoch, user, conversations }: ResumeResult): void {
    const { standing, conversationId } = this.options;
    const answer = conversations[conversationId];
    if (!answer || answer.kind === 'removed') return this.settle(new Error('no longer a member'));
    if (standing!.epoch !== null) this.missed(answer);
    Object.assign(standing!, { epoch, userSeq: user.headSeq, conversations: { [conversationId]: answer.headSeq } });
  }

  private missed(answer: Exclude<ConversationResume, { kind: 'removed' }>): void {
    if (answer.kind === 'reset') return this.settle(new Error('reset where a range was due'));
    for (const event of answer.events) {
      const sent = event.type === 'messaging.message-sent.v1';
      const body = sent ? event.data.body : null;
      this.receiver.delivered(this.options.user, idOf(body), event.seq);
    }
  }

  private async refresh(): Promise<void> {
    const token = await this.options.token();
    this.socket.write(eventFrame(JSON.stringify(['auth.refresh', { token }]), 0));
  }
}
