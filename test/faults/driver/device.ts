import { type ConversationItem, createClient, type ParleyClient } from '../../../sdk/index.js';
import { seenEntry, type SightingName, type Sightings } from '../history/index.js';
import type { Recorder, Who } from './recorder.js';
import { sessionOf } from './session-of.js';

/** As patient as a user's client, but sooner back after a fault than one that nobody looks at. */
const TIMINGS = { reconnectMaxMs: 5_000, requestTimeoutMs: 10_000 };

const LOOK_MS = 500;

export interface DeviceOptions {
  /** Process name of its user. */
  process: string;
  /** `u3/a`. */
  name: string;
  urls: readonly string[];
  recorder: Recorder;
  /** Whether it tells by itself what arrived: one device of a user is enough, and it is half of all traffic. */
  delivered: boolean;
  /** Whether receipts go into the history: there are by far more of them than of anything else. */
  receipts: boolean;
}

/** One device of a user: the real client library, and everything it shows. */
export class Device {
  session = '';
  private epoch: string | undefined;
  readonly client: ParleyClient;
  private readonly tries = new Map<string, number>();
  /** Who is shown as typing. */
  private readonly typers = new Map<string, Sightings['typing']>();
  private looking: NodeJS.Timeout | undefined;

  constructor(private readonly options: DeviceOptions) {
    const { urls, name: device, delivered: deliveredReceipts } = options;
    this.client = createClient({ url: urls, device, deliveredReceipts, pageSize: 200, timings: TIMINGS });
  }

  get name(): string {
    return this.options.name;
  }

  /** Its way in. */
  get url(): string {
    return this.options.urls[0]!;
  }

  get who(): Who {
    return { process: this.options.process, device: this.name, session: this.session, epoch: this.epoch };
  }

  /** Connected, and caught up with everything it was told of. */
  get live(): boolean {
    return this.client.connection.get().phase === 'live';
  }

  /** What it lists: nothing, where it was signed out. */
  get list(): readonly ConversationItem[] {
    return this.client.user.get() ? this.client.conversations.get() : [];
  }

  item(conversationId: string): ConversationItem | null {
    return this.client.user.get() && this.client.conversations.item(conversationId);
  }

  /** To be called when it is signed in: it begins to show things. */
  async begin(): Promise<void> {
    this.session = sessionOf(await this.client.accessToken());
    this.saw('begin', { session: this.session });
    this.watch();
    await this.client.connect();
  }

  /** Sends through the library, which keeps at it until there is a final answer. */
  async send(conversationId: string, body: string, replyToSeq?: number) {
    const { client, options } = this;
    const sending = client.send(conversationId, body, { replyToSeq });
    const { clientMessageId } = sending.message;
    return options.recorder.call(
      this.who,
      'send',
      { conversationId, clientMessageId, body, replyToSeq: replyToSeq ?? null },
      () => sending.sent.then(({ id, seq }) => ({ id, seq })),
      () => (this.tries.get(clientMessageId) ?? 1) - 1,
    );
  }

  /** Asks who of these is there; what it then shows goes into the history. */
  async lookFor(userIds: readonly string[]): Promise<void> {
    try {
      await this.client.askPresence([...userIds]);
      for (const userId of userIds) this.saw('presence', { userId, status: this.client.presence.of(userId).status });
    } catch {
      // Nobody can be asked just now.
    }
  }

  close(): void {
    clearInterval(this.looking);
    this.saw('end', {});
    this.client.close();
  }

  private watch(): void {
    const { client } = this;
    client.on('entry', (event) => this.saw('shown', { conversationId: event.conversationId, ...seenEntry(event) }));
    client.on('skipped', (skipped) => this.saw('skipped', skipped));
    client.on('removed', (removed) => this.saw('removed', removed));
    client.on('epochChanged', () => {
      this.epoch = this.options.recorder.epoch;
      this.saw('epoch-changed', { epoch: this.epoch! });
    });
    client.on('failed', ({ clientMessageId, attempts }) => this.tries.set(clientMessageId, attempts));
    client.on('typing', (heard) => this.typing(heard));
    client.on('presence', (changes) => {
      for (const { userId, status } of changes) this.saw('presence', { userId, status });
    });
    if (this.options.receipts) {
      client.on('receipts', ({ conversationId, receipts }) => {
        for (const one of receipts) this.saw('receipts', { conversationId, ...one });
      });
    }
    let was: 'live' | 'offline' | 'opening' = 'offline';
    client.connection.subscribe(({ phase }) => {
      const now = phase === 'live' || phase === 'offline' ? phase : 'opening';
      if (now === was) return;
      if (now === 'offline' || was === 'live') this.saw('down', { reason: phase });
      if (now === 'live') this.saw('up', { session: this.session });
      else if (now === 'opening') this.saw('opening', {});
      was = now;
    });
  }

  /** The library lets it lapse without an event: what it shows is looked at. */
  private typing(heard: Sightings['typing']): void {
    this.saw('typing', heard);
    const key = `${heard.conversationId} ${heard.userId}`;
    if (!heard.typing) return void this.typers.delete(key);
    this.typers.set(key, heard);
    this.looking ??= setInterval(() => this.look(), LOOK_MS);
  }

  private look(): void {
    for (const [key, { conversationId, userId }] of this.typers) {
      if (this.item(conversationId)?.typing.includes(userId)) continue;
      this.typers.delete(key);
      this.saw('typing', { conversationId, userId, typing: false });
    }
    if (this.typers.size > 0) return;
    clearInterval(this.looking);
    this.looking = undefined;
  }

  private saw<S extends SightingName>(op: S, result: Sightings[S]): void {
    this.options.recorder.saw(this.who, op, result);
  }
}
