import type { ClientEventName, ClientEvents, ServerEventName, ServerEvents } from '../../src/contract/index.js';
import { ParleyError } from '../errors.js';
import { Value } from '../observe/view.js';
import { Backoff } from './backoff.js';
import { Departure } from './departure.js';
import { Link } from './link.js';
import { Pause } from './pause.js';
import type { ConnectionState, ConnectionTimings } from './state.js';

export interface ConnectionDeps {
  urls: readonly string[];
  token: (spent?: string) => Promise<string>;
  /** Told of the token of each socket before it is opened; no socket is where this rejects. */
  admit: (token: string) => Promise<void>;
  deviceId: () => Promise<string>;
  timings: ConnectionTimings;
  /** A socket is open: bring everything up to date and report through `progress`. */
  opened: () => void;
  closed: () => void;
  received: <E extends ServerEventName>(event: E, payload: ServerEvents[E]) => void;
}

/**
 * Keeps one socket open for as long as it is wanted: opens, notices that it died, waits with full jitter, opens again
 * at the next address, and does what the server says when it closes one on purpose.
 */
export class Connection {
  readonly state = new Value<ConnectionState>({ phase: 'offline', since: Date.now() });
  private readonly backoff: Backoff;
  private readonly pause = new Pause();
  private link: Link | null = null;
  private departure: Departure | null = null;
  private running: AbortController | null = null;
  private at: number;
  private spent: string | undefined;
  private lostAt = Date.now();

  constructor(private readonly deps: ConnectionDeps) {
    this.backoff = new Backoff(deps.timings.reconnectMinMs, deps.timings.reconnectMaxMs);
    // Clients of one deployment start at different addresses.
    this.at = Math.floor(Math.random() * deps.urls.length);
  }

  /** Starts, or cuts a wait between two attempts short. */
  start(): void {
    if (this.running) return this.pause.end();
    this.running = new AbortController();
    void this.keep(this.running.signal);
  }

  /** Ends on this side. Everything kept stays, and `start` may be called again. */
  stop(error?: ParleyError): void {
    this.running?.abort();
    this.running = null;
    this.link?.close();
    this.pause.end();
    this.state.set({ phase: 'offline', since: this.lostAt, error });
  }

  /** Whether a request can be made now. */
  get open(): boolean {
    return this.link !== null && !this.departure?.leaving;
  }

  get url(): string | null {
    return this.link?.url ?? null;
  }

  async request<E extends ClientEventName>(
    event: E,
    input: ClientEvents[E]['in'],
    timeoutMs = this.deps.timings.ackTimeoutMs,
  ): Promise<ClientEvents[E]['out']> {
    const link = this.link;
    if (!link) throw ParleyError.local('client.offline', 'Not connected');
    const askedAt = Date.now();
    try {
      return await link.request(event, input, timeoutMs);
    } catch (error) {
      // Nothing at all came since: more likely the connection is dead than the server that slow.
      if (error instanceof ParleyError && error.code === 'client.timeout' && link.lastHeardAt < askedAt) link.close();
      throw error;
    }
  }

  /** Says how many conversations are behind. Only meaningful while a socket is open. */
  progress(done: number, total: number): void {
    const state = this.state.get();
    if (!this.link) return;
    if (done >= total) {
      if (state.phase !== 'live') this.state.set({ phase: 'live', since: Date.now() });
    } else {
      const since = state.phase === 'catching-up' ? state.since : Date.now();
      this.state.set({ phase: 'catching-up', since, done, total });
    }
  }

  /** Gives this socket up, as one that behaves wrongly; the next one is opened after a wait. */
  restart(): void {
    this.link?.close();
  }

  private async keep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.state.set({ phase: 'connecting', since: this.lostAt, attempt: this.backoff.attempts + 1 });
      const departure = await this.attempt(signal);
      if (signal.aborted) return;
      if (departure.stop) return this.stop(departure.error);
      if (departure.elsewhere) this.at = (this.at + 1) % this.deps.urls.length;
      const waitMs = departure.waitMs ?? this.backoff.next();
      if (waitMs === 0) continue;
      const retryAt = Date.now() + waitMs;
      this.state.set({ phase: 'offline', since: this.lostAt, retryAt, error: departure.error });
      await this.pause.for(waitMs);
    }
  }

  /** One socket, from its opening to its end; answers how it ended. */
  private async attempt(signal: AbortSignal): Promise<Departure> {
    const departure = new Departure();
    let token: string | undefined;
    try {
      token = await this.deps.token(this.spent);
      await this.deps.admit(token);
      const deviceId = await this.deps.deviceId();
      if (signal.aborted) return departure;
      await this.live(departure, { token, deviceId }, signal);
    } catch (error) {
      departure.failed(error as Error);
      if (departure.error?.status === 401) this.spent = token;
    }
    return departure;
  }

  private async live(
    departure: Departure,
    auth: { token: string; deviceId: string },
    signal: AbortSignal,
  ): Promise<void> {
    const url = this.deps.urls[this.at]!;
    let ended!: () => void;
    const end = new Promise<void>((resolve) => (ended = resolve));
    const link = await Link.open(
      { url, auth, openTimeoutMs: this.deps.timings.openTimeoutMs },
      {
        received: (event, payload, link) => {
          departure.notice(event, payload, link);
          this.deps.received(event, payload);
        },
        closed: () => ended(),
      },
    );
    if (signal.aborted) return link.close();
    this.link = link;
    this.departure = departure;
    this.spent = undefined;
    const stable = setTimeout(() => this.backoff.reset(), this.deps.timings.stableAfterMs);
    const unwatch = departure.watch(link, this.deps.timings.silenceMs);
    this.progress(0, 1);
    this.deps.opened();
    await end;
    clearTimeout(stable);
    unwatch();
    this.link = this.departure = null;
    this.lostAt = Date.now();
    this.deps.closed();
  }
}
