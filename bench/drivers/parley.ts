import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { io } from 'socket.io-client';
import type { ConversationEvent, ResumeInput } from '../../src/contract/index.js';
import { until } from '../lib/async.js';
import { connect } from '../lib/postgres.js';
import { ThrowAwayRedis } from '../lib/redis.js';
import { readClock } from '../lib/websocket.js';
import { bodyOf, conversationOf, idOf, type Connection, type Driver, type Receiver, type Shape } from './driver.js';
import { ParleyAccounts } from './parley-accounts.js';
import { faultsInParleyStore, OLDEST_UNPUBLISHED } from './parley-check.js';
import { ParleyServer } from './parley-server.js';
import { ParleySocket, type ParleySocketOptions } from './parley-socket.js';

/** A socket hears nothing before it has said where it stands: a new device stands nowhere. */
const AFRESH: ResumeInput = { epoch: null, userSeq: 0, conversations: {} };
/** What the relay still works off would be charged to the next side. */
const OUTBOX_EMPTY_MS = 120_000;

interface ParleyOptions {
  /**
   * What the load sends: messages; the acked no-op, which reaches nobody; typing notices, which reach the other one of a direct conversation and are
   * stored nowhere. They carry no number, so they count in the order they were sent, one in flight.
   */
  packet?: 'message' | 'noop' | 'typing';
  /** More than one have Redis between them. */
  nodes?: number;
  /** The node a user's socket goes to; without it all go to the first. */
  nodeOf?: (user: number) => number;
  /** Folder that gets a CPU profile of each run of a node when it stops. */
  profileTo?: string;
}

interface Typing {
  under: number | undefined;
  on: boolean;
}

/** The product as a side: real sign-in, real conversations, the wire of `src/contract`. */
export class ParleyDriver implements Driver {
  /** Typing notices have no numbers. */
  get ordered(): boolean {
    return this.options.packet !== 'typing';
  }

  private readonly redis = new ThrowAwayRedis();
  private servers: ParleyServer[] = [];
  readonly accounts: ParleyAccounts;
  private client: pg.Client | undefined;
  private room: Int32Array = new Int32Array();
  /** Resumes that were refused for now. */
  resumesRefused = 0;
  /** Per user the typing notice under way, and whether the server thinks that he types. */
  private readonly typing: Typing[] = [];

  constructor(
    readonly name: string,
    private readonly databaseUrl: string,
    private readonly options: ParleyOptions = {},
  ) {
    this.accounts = new ParleyAccounts(() => this.port);
  }

  async start(shape: Shape): Promise<void> {
    this.room = conversationOf(shape);
    const { profileTo, nodes = 1 } = this.options;
    const settings: Record<string, string> = nodes > 1 ? { REDIS_URL: await this.redis.start() } : {};
    this.servers = Array.from({ length: nodes }, () => new ParleyServer(this.databaseUrl, settings, profileTo));
    for (const server of this.servers) await server.start();
    await this.accounts.create(shape);
  }

  async restart(): Promise<void> {
    await this.accounts.freshen();
    for (const server of this.servers) await server.stop();
    for (const server of this.servers) await server.start();
  }

  /** Of the first node. */
  get port(): number {
    return this.servers[0]!.port;
  }

  private portFor(user: number): number {
    return this.servers[this.options.nodeOf?.(user) ?? 0]!.port;
  }

  conversationOf(user: number): string {
    return this.accounts.conversationIds[this.room[user]!]!;
  }

  /** With a `standing` the device takes up where it left off; see `ParleySocketOptions`. */
  connect(user: number, receiver: Receiver, localAddress?: string, standing?: ResumeInput): Promise<Connection> {
    const conversationId = this.conversationOf(user);
    const { packet, onTyping } = this.packets(user, receiver);
    const token = (): Promise<string> => this.accounts.token(user);
    const deviceId = `bench-${user}`;
    const onRefused = (): void => void this.resumesRefused++;
    const device = { user, conversationId, deviceId, token, standing, onRefused };
    return ParleySocket.open({ ...device, port: this.portFor(user), localAddress, packet, onTyping }, receiver);
  }

  private packets(user: number, receiver: Receiver): Pick<ParleySocketOptions, 'packet' | 'onTyping'> {
    const conversationId = this.conversationOf(user);
    if (this.options.packet === 'noop') return { packet: noop };
    if (this.options.packet !== 'typing') return { packet: (id) => message(conversationId, id) };
    const own: Typing = (this.typing[user] = { under: undefined, on: false });
    return {
      packet: (id) => {
        own.under = id;
        own.on = !own.on;
        return `["typing.${own.on ? 'start' : 'stop'}",{"conversationId":"${conversationId}"}]`;
      },
      onTyping: () => {
        const other = this.typing[user ^ 1]!;
        // Not asked for: who started and said no more has lapsed.
        if (other.under === undefined) return void (other.on = false);
        const id = other.under;
        other.under = undefined;
        receiver.delivered(user, id, 0);
      },
    };
  }

  async connectStock(user: number, receiver: Receiver): Promise<Connection> {
    const auth = { token: await this.accounts.token(user), deviceId: `bench-${user}` };
    const socket = io(`http://127.0.0.1:${this.portFor(user)}`, {
      transports: ['websocket'],
      auth,
      reconnection: false,
      forceNew: true,
    });
    socket.on('event', (event: ConversationEvent) => {
      if (event.type !== 'messaging.message-sent.v1') return;
      readClock.now = performance.now();
      receiver.delivered(user, idOf((event as ConversationEvent<'messaging.message-sent.v1'>).data.body), event.seq);
    });
    socket.on('auth.refresh-needed', () => {
      void this.accounts.token(user).then((token) => socket.emit('auth.refresh', { token }));
    });
    await new Promise<void>((resolve, reject) => socket.on('connect', resolve).on('connect_error', reject));
    await socket.emitWithAck('sync.resume', AFRESH);
    return { open: () => socket.connected, send: () => undefined, destroy: () => socket.disconnect() };
  }

  pids(): number[] {
    return [...this.servers.flatMap((server) => server.pids), ...this.redis.pids];
  }

  /** Age of the oldest unpublished entry in milliseconds. */
  async relayLagMs(): Promise<number> {
    return this.onDatabase(async (client) => (await client.query<{ lag: number }>(OLDEST_UNPUBLISHED)).rows[0]!.lag);
  }

  /** Waits until everything is published; false when it took longer. */
  async published(ms: number): Promise<boolean> {
    return this.onDatabase((client) =>
      until(async () => (await client.query('SELECT 1 FROM outbox LIMIT 1')).rowCount === 0, ms, 100),
    );
  }

  async faults(): Promise<string[]> {
    const drained = await this.published(OUTBOX_EMPTY_MS);
    return this.onDatabase(async (client) => {
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
    for (const server of this.servers) await server.stop();
    await this.redis.stop();
  }
}

const message = (conversationId: string, id: number): string =>
  `["message.send",{"conversationId":"${conversationId}","clientMessageId":"${randomUUID()}","body":"${bodyOf(id)}"}]`;

/** Passes the gateway, its validation and its limits, and changes nothing for a user who is online already. */
const noop = (): string => '["presence.set",{"status":"online"}]';
