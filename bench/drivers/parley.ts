import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { io } from 'socket.io-client';
import type { ConversationEvent, Problem, ResumeInput } from '../../src/contract/index.js';
import { until } from '../lib/async.js';
import { connect } from '../lib/postgres.js';
import { eventFrame, RawSocketIo } from '../lib/socket-io.js';
import { readClock } from '../lib/websocket.js';
import {
  bodyOf,
  conversationOf,
  idIn,
  idOf,
  SeqReader,
  startsWith,
  type Connection,
  type Driver,
  type Receiver,
  type Shape,
} from './driver.js';
import { ParleyAccounts } from './parley-accounts.js';
import { faultsInParleyStore, OLDEST_UNPUBLISHED } from './parley-check.js';
import { ParleyServer } from './parley-server.js';

// Exactly this name: `user.event` may quote a message too, and must not count as its delivery.
const EVENT = Buffer.from('["event",');
/** A socket hears nothing before it has said where it stands: a new device stands nowhere. */
const AFRESH: ResumeInput = { epoch: null, userSeq: 0, conversations: {} };
const RESUME_ACK = 1;
/** A token lives 15 minutes, a figure on a busy machine may take longer. */
const REFRESH = Buffer.from('["auth.refresh-needed",');
const OK = Buffer.from('[{"ok":true');
const RETRYABLE = [429, 503];
/** What the relay still works off would be charged to the next side. */
const OUTBOX_EMPTY_MS = 120_000;

interface ParleyOptions {
  /** Send the acked no-op instead of a message. */
  noop?: boolean;
  /** Folder that gets a CPU profile of each run of the server when it stops. */
  profileTo?: string;
}

/** The product as a side: real sign-in, real conversations, the wire of `src/contract`. */
export class ParleyDriver implements Driver {
  readonly ordered = true;
  private readonly server: ParleyServer;
  readonly accounts: ParleyAccounts;
  private client: pg.Client | undefined;
  private room: Int32Array = new Int32Array();

  constructor(
    readonly name: string,
    private readonly databaseUrl: string,
    private readonly options: ParleyOptions = {},
  ) {
    this.server = new ParleyServer(databaseUrl, options.profileTo);
    this.accounts = new ParleyAccounts(() => this.server.url);
  }

  async start(shape: Shape): Promise<void> {
    this.room = conversationOf(shape);
    await this.server.start();
    await this.accounts.create(shape);
  }

  async restart(): Promise<void> {
    await this.accounts.freshen();
    await this.server.stop();
    await this.server.start();
  }

  get port(): number {
    return this.server.port;
  }

  conversationOf(user: number): string {
    return this.accounts.conversationIds[this.room[user]!]!;
  }

  async connect(user: number, receiver: Receiver, localAddress?: string): Promise<Connection> {
    const sent = new Map<number, number>();
    const seqs = new SeqReader();
    let lastAck = RESUME_ACK;
    let onResumed = (): void => undefined;
    const auth = { token: await this.accounts.token(user), deviceId: `bench-${user}` };
    const socket = await RawSocketIo.connect(
      { port: this.port, localAddress, auth },
      {
        event: (b, s, e) => {
          if (startsWith(b, s, EVENT)) receiver.delivered(user, idIn(b, s, e), seqs.read(b, s, e));
          else if (startsWith(b, s, REFRESH)) void this.refresh(user, (json) => socket.write(eventFrame(json, 0)));
        },
        ack: (ackId, b, s, e) => {
          if (ackId === RESUME_ACK) return onResumed();
          const id = sent.get(ackId);
          if (id === undefined) return;
          sent.delete(ackId);
          if (startsWith(b, s, OK)) return receiver.acked(user, id);
          const [{ error }] = JSON.parse(b.toString('utf8', s, e)) as [{ error: Problem }];
          receiver.refused(user, id, error.code, RETRYABLE.includes(error.status));
        },
      },
    );
    const conversationId = this.conversationOf(user);
    await new Promise<void>((resumed) => {
      onResumed = resumed;
      socket.write(eventFrame(`["sync.resume",${JSON.stringify(AFRESH)}]`, RESUME_ACK));
    });
    return {
      open: () => socket.open,
      send: (id) => {
        sent.set(++lastAck, id);
        socket.write(eventFrame(this.options.noop ? noop() : message(conversationId, id), lastAck));
      },
      destroy: () => socket.destroy(),
    };
  }

  async connectStock(user: number, receiver: Receiver): Promise<Connection> {
    const auth = { token: await this.accounts.token(user), deviceId: `bench-${user}` };
    const socket = io(this.server.url, { transports: ['websocket'], auth, reconnection: false, forceNew: true });
    socket.on('event', (event: ConversationEvent) => {
      if (event.type !== 'messaging.message-sent.v1') return;
      readClock.now = performance.now();
      receiver.delivered(user, idOf((event as ConversationEvent<'messaging.message-sent.v1'>).data.body), event.seq);
    });
    socket.on('auth.refresh-needed', () => {
      void this.refresh(user, (json) => socket.emit(...(JSON.parse(json) as [string, object])));
    });
    await new Promise<void>((resolve, reject) => socket.on('connect', resolve).on('connect_error', reject));
    await socket.emitWithAck('sync.resume', AFRESH);
    return { open: () => socket.connected, send: () => undefined, destroy: () => socket.disconnect() };
  }

  private async refresh(user: number, send: (json: string) => void): Promise<void> {
    send(JSON.stringify(['auth.refresh', { token: await this.accounts.token(user) }]));
  }

  pids(): number[] {
    return this.server.pids;
  }

  /** Age of the oldest unpublished entry in milliseconds. */
  async relayLagMs(): Promise<number> {
    return this.onDatabase(async (client) => (await client.query<{ lag: number }>(OLDEST_UNPUBLISHED)).rows[0]!.lag);
  }

  async faults(): Promise<string[]> {
    return this.onDatabase(async (client) => {
      const empty = async (): Promise<boolean> => (await client.query('SELECT 1 FROM outbox LIMIT 1')).rowCount === 0;
      const drained = await until(empty, OUTBOX_EMPTY_MS, 100);
      return [...(drained ? [] : ['the outbox is not empty']), ...(await faultsInParleyStore(client, false))];
    });
  }

  private async onDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    this.client ??= await connect(this.databaseUrl);
    return work(this.client);
  }

  async stop(): Promise<void> {
    await this.client?.end();
    this.client = undefined;
    await this.server.stop();
  }
}

const message = (conversationId: string, id: number): string =>
  `["message.send",{"conversationId":"${conversationId}","clientMessageId":"${randomUUID()}","body":"${bodyOf(id)}"}]`;

/** Passes the gateway, its validation and its limits, and changes nothing for a user who is online already. */
const noop = (): string => '["presence.set",{"status":"online"}]';
