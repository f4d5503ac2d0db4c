import type { SendResult } from '../../src/contract/index.js';
import { ParleyError } from '../errors.js';
import type { OutgoingMessage, OutgoingState, StoredMessage } from './outgoing.js';

/** One message of the send queue, from being written to being seen in the log. */
export class QueueItem {
  state: OutgoingState = 'queued';
  attempts = 0;
  reason?: ParleyError;
  result?: SendResult;
  readonly sent: Promise<SendResult>;
  private resolve!: (result: SendResult) => void;
  private reject!: (error: ParleyError) => void;
  private view: OutgoingMessage | null = null;

  constructor(
    readonly message: StoredMessage,
    /** Where the store has it: the place that counts, and those of before a retry until that one is kept. */
    readonly keys: string[],
    /** Resolves when the store has it: nothing is sent before, or a crash could forget what was sent. */
    public saved: Promise<unknown>,
  ) {
    this.sent = new Promise((resolve, reject) => ([this.resolve, this.reject] = [resolve, reject]));
    // The caller may ignore the promise and look at the state instead.
    this.sent.catch(() => undefined);
    this.saved.catch(() => undefined);
    if (message.failed) {
      this.state = 'failed';
      this.reason = new ParleyError(message.failed);
    }
  }

  /** An unchanging picture of now; the same object until something changes. */
  get picture(): OutgoingMessage {
    if (this.view) return this.view;
    const { failed: _, ...message } = this.message;
    return (this.view = {
      ...message,
      state: this.state,
      attempts: this.attempts,
      reason: this.reason,
      result: this.result,
    });
  }

  become(state: OutgoingState, reason?: ParleyError): void {
    this.state = state;
    this.reason = reason;
    if (state === 'sending') this.attempts += 1;
    this.view = null;
  }

  succeed(result: SendResult): void {
    this.result = result;
    this.become('sent');
    this.resolve(result);
  }

  fail(reason: ParleyError): void {
    this.become('failed', reason);
    const { code, title, status, detail } = { ...reason, title: reason.message };
    this.message.failed = { code, title, status, detail };
    this.reject(reason);
  }

  /** Resolves when the message succeeded by whatever way; never rejects. */
  get seen(): Promise<SendResult> {
    return this.sent.catch(() => new Promise<SendResult>(() => undefined));
  }

  abandon(reason: ParleyError): void {
    this.reject(reason);
  }
}
