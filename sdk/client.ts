import type { TokensView, UserView } from '../src/contract/index.js';
import { Account } from './account.js';
import { Admission } from './auth/admission.js';
import { keeperOf } from './auth/keeper.js';
import { isOver, type SessionKeeper, signedOut } from './auth/refreshing.js';
import { Connection } from './connection/connection.js';
import type { ConnectionState } from './connection/state.js';
import type { ConversationList } from './conversations/conversation-list.js';
import type { MemberList } from './conversations/member-list.js';
import type { PresenceBook } from './conversations/presence-book.js';
import { UserDirectory } from './conversations/user-directory.js';
import type { Drafts } from './drafts/drafts.js';
import { ParleyError } from './errors.js';
import type { ParleyEvents } from './events.js';
import { deviceIdOf } from './device-id.js';
import type { NotificationBox } from './notifications/notification-box.js';
import { Emitter } from './observe/emitter.js';
import { type Observable, until, Value } from './observe/view.js';
import { type ClientOptions, type ClientTimings, DEFAULT_TIMINGS } from './options.js';
import type { Sending } from './queue/outgoing.js';
import { forgetReading } from './recent/recent-shelf.js';
import { Api } from './rest/api.js';
import type { Credentials, Registration } from './rest/auth-api.js';
import { Http } from './rest/http.js';
import { MemoryStore } from './store/memory-store.js';
import type { Store } from './store/store.js';
import type { Timeline } from './timeline/timeline.js';

/**
 * One signed-in user on one device. Sign in (or `restore` an earlier session), `connect`, then look at `conversations`
 * and `timeline(id)` and `send`. What needs a user throws `client.signed_out` without one.
 */
export class ParleyClient {
  readonly api: Api;
  /** The signed-in user; null without one. */
  readonly user = new Value<UserView | null>(null);
  readonly users: UserDirectory;
  readonly connection: Observable<ConnectionState>;
  private readonly store: Store;
  private readonly session: SessionKeeper;
  private readonly admission: Admission;
  private readonly link: Connection;
  private readonly events = new Emitter<ParleyEvents>();
  private readonly timings: ClientTimings;
  private account: Account | null = null;

  constructor(private readonly options: ClientOptions) {
    const urls = typeof options.url === 'string' ? [options.url] : [...options.url];
    if (urls.length === 0) throw new TypeError('createClient needs at least one url');
    this.timings = { ...DEFAULT_TIMINGS, ...options.timings };
    this.store = options.store ?? new MemoryStore();
    const token = (spent?: string) => this.session.token(spent);
    const { requestTimeoutMs: timeoutMs } = this.timings;
    const credentials = this.inCookie ? 'include' : undefined;
    const admission = () => this.admission.request();
    this.api = new Api(new Http({ urls, token, admission, timeoutMs, credentials, fetch: options.fetch }));
    this.users = new UserDirectory((ids) => this.api.users.many(ids));
    this.session = keeperOf(options, this.store, this.api.auth);
    this.admission = new Admission(this.session, this.user.get, (owner) => this.become(owner));
    this.link = new Connection({
      urls,
      token,
      admit: (admitted) => this.admission.socket(admitted),
      deviceId: deviceIdOf(this.store, options.deviceId),
      timings: this.timings,
      opened: () => this.opened(),
      closed: () => this.account?.closed(),
      received: (event, payload) => {
        if (event === 'auth.refresh-needed') void this.refreshInBand();
        this.account?.received(event, payload);
      },
    });
    this.events.on('userEntry', ({ type, data }) => {
      const me = this.user.get();
      // What the store could not keep is told again with the next tokens.
      if (me && type === 'identity.profile-changed.v1') this.know({ ...me, ...data }).catch(() => undefined);
    });
    this.connection = this.link.state;
    this.connection.subscribe((state) => {
      if (state.phase === 'offline' && state.error?.code === 'client.signed_out') void this.ended(state.error);
    });
  }

  on<E extends keyof ParleyEvents>(event: E, listener: (payload: ParleyEvents[E]) => void): () => void {
    return this.events.on(event, listener);
  }

  /** Takes up the session the store kept, without a connection: the list, the queue and drafts work at once. */
  async restore(): Promise<UserView | null> {
    if (this.account) return this.user.get();
    const session = await this.session.load();
    if (session) await this.begin(session.user);
    else await forgetReading(this.store).catch(() => undefined);
    return session?.user ?? null;
  }

  async register(registration: Registration): Promise<UserView> {
    return this.signIn(await this.api.auth.register({ ...this.signInDefaults(), ...registration }));
  }

  async login(credentials: Credentials): Promise<UserView> {
    return this.signIn(await this.api.auth.login({ ...this.signInDefaults(), ...credentials }));
  }

  /** Changes what others see of this user; his other devices hear of it. */
  async updateProfile(profile: { displayName: string }): Promise<UserView> {
    const me = await this.api.users.updateMe(profile);
    await this.know(me);
    return me;
  }

  /** Ends the session at the server if it can be reached, and here in any case, also when the page goes away meanwhile. Queued messages stay for this user. */
  async logout(): Promise<void> {
    this.disconnect(); // Or the server would, as if somebody else had ended the session.
    await this.session.leave().catch(() => undefined);
    const ended = await this.api.auth.logout().then(() => true, isOver);
    await this.forget(ended);
  }

  /**
   * Connects and stays connected until `disconnect`. Resolves when everything is caught up and the list was asked for (rows the
   * server could not give at once follow); rejects only when no further attempt is made (`client.signed_out`, or the server closed
   * for good). Calling it again while offline tries at once.
   */
  async connect(): Promise<void> {
    if (!(await this.restore())) throw signedOut();
    this.link.start();
    const over = (state: ConnectionState) => state.phase === 'offline' && state.retryAt === undefined;
    const state = await until(this.connection, (now) => now.phase === 'live' || over(now));
    if (state.phase === 'offline') throw state.error ?? ParleyError.local('client.closed', 'Disconnected');
    await this.account?.naming.asked;
  }

  /** A token that is good for a while yet, for requests of one's own. */
  accessToken(): Promise<string> {
    return this.admission.token();
  }

  disconnect(): void {
    this.link.stop();
  }

  /**
   * Saves now what waits to be saved: drafts at the server, the store whatever it keeps. For when a page loses the focus or
   * goes away.
   */
  async flush(): Promise<void> {
    await this.account?.flush();
  }

  /** Ends everything on this side; the store keeps the session and what is queued. */
  close(): void {
    void this.flush();
    this.disconnect();
    this.account?.end();
    this.account = null;
  }

  get conversations(): ConversationList {
    return this.signedIn().conversations;
  }

  get drafts(): Drafts {
    return this.signedIn().drafts;
  }

  /** `open` it to load it. */
  get notifications(): NotificationBox {
    return this.signedIn().notifications;
  }

  get presence(): PresenceBook {
    return this.signedIn().presence;
  }

  /** The conversation's timeline, always the same object; `open` it to load its newest page. */
  timeline(conversationId: string): Timeline {
    return this.signedIn().timelines.open(conversationId);
  }

  /** Who is in the conversation, always the same object; `open` it to load it. */
  members(conversationId: string): MemberList {
    return this.signedIn().memberLists.open(conversationId);
  }

  /** Queues a message; the same as `timeline(conversationId).send(body)`. */
  send(conversationId: string, body: string, options: { replyToSeq?: number } = {}): Sending {
    return this.signedIn().queue.add({ conversationId, body, ...options });
  }

  /** Call on each keystroke of a composer; `stop` when it is emptied. */
  get typing(): { start: (conversationId: string) => void; stop: (conversationId: string) => void } {
    return this.signedIn().typingSender;
  }

  /** Asks who of these is online; `presence` keeps what is told from then on. */
  async askPresence(userIds: string[]): Promise<void> {
    await this.signedIn().presence.ask(userIds);
  }

  /** Tells the others that this device is being used, or is not. */
  async setPresence(status: 'online' | 'away'): Promise<void> {
    await this.link.request('presence.set', { status });
  }

  private get inCookie(): boolean {
    return this.options.session === 'cookie';
  }

  private signInDefaults(): Pick<Credentials, 'device' | 'refreshIn'> {
    return { device: this.options.device, refreshIn: this.inCookie ? 'cookie' : undefined };
  }

  private signedIn(): Account {
    if (!this.account) throw signedOut();
    return this.account;
  }

  private async signIn(tokens: TokensView): Promise<UserView> {
    const session = await this.session.accept(tokens);
    this.disconnect();
    this.account?.end();
    await this.begin(session.user);
    return session.user;
  }

  private async begin(me: UserView): Promise<void> {
    const { deliveredReceipts = true, pageSize = 50, keepRecent = false } = this.options;
    const { api, store, users, events } = this;
    const account = new Account({
      me,
      api,
      store,
      connection: this.link,
      users,
      events,
      deliveredReceipts,
      receiptsGatherMs: this.timings.receiptsGatherMs,
      pageSize,
      keepRecent,
    });
    await account.load();
    this.account = account;
    this.users.learn([me]);
    this.user.set(me);
  }

  private async know(me: UserView): Promise<void> {
    if (this.user.get()?.id !== me.id) return;
    this.users.learn([me]);
    this.user.set(me);
    await this.session.know(me);
  }

  private async become(owner: UserView): Promise<void> {
    const { account } = this;
    if (!account) return;
    await this.session.know(owner);
    account.end();
    await this.begin(owner);
  }

  private opened(): void {
    if (this.link.url) this.api.http.prefer(this.link.url);
    this.account?.opened();
  }

  private async refreshInBand(): Promise<void> {
    try {
      const token = await this.admission.renewed();
      if (token === null) this.link.restart();
      else await this.link.request('auth.refresh', { token });
    } catch {
      // The socket will close when the token lapses, and the next one begins with a fresh token.
    }
  }

  private async ended(error: ParleyError): Promise<void> {
    // A store that cannot forget it now finds out by itself when it is taken up again.
    await this.forget(true).catch(() => undefined);
    this.events.emit('signedOut', error);
  }

  private async forget(ended: boolean): Promise<void> {
    const { account } = this;
    this.account = null;
    this.user.set(null);
    await Promise.all([this.session.forget(ended), account?.leave().catch(() => undefined)]);
  }
}

/** Makes a client. Nothing is sent until it signs in or connects. */
export const createClient = (options: ClientOptions): ParleyClient => new ParleyClient(options);
