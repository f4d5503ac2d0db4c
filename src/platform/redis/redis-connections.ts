import { Redis, type RedisOptions } from 'ioredis';
import { log } from '../observability/log.js';

const COMMAND_MS = 500;
const WATCH_MS = 1_000;
const RECONNECT_MAX_MS = 1_000;
/** A peer that hangs never answers the end of a connection; ioredis would wait 2 s for it. */
const GOODBYE_MS = 100;

/**
 * This process's two connections to Redis and what is known of them. Redis going away is an everyday event here: no error
 * event is unheard, no command waits longer than 500 ms, and nothing queues while the link is down.
 *
 * A pinger finds a Redis that stopped answering without closing its connections; such a link is cut and built anew.
 */
export class RedisConnections {
  /** For commands. While `up` is false it refuses at once. */
  readonly command: Redis;
  /** For SUBSCRIBE alone. Subscriptions are not restored by itself: see `onChange`. */
  readonly subscriber: Redis;
  private state = false;
  private closed = false;
  /** Links being given up: ioredis calls them ready until they are gone. */
  private readonly cutting = new Set<Redis>();
  private readonly listeners: Array<(up: boolean) => void> = [];
  private readonly watch: NodeJS.Timeout;

  constructor(url: string) {
    // enableOfflineQueue off before the first `ready` would lose a subscription silently: nothing is sent before `up`.
    this.command = new Redis(url, { ...options(), enableAutoPipelining: false });
    this.subscriber = new Redis(url, { ...options(), autoResubscribe: false });
    for (const client of [this.command, this.subscriber]) {
      client.on('error', (error: Error) => log.debug({ err: error }, 'redis'));
      client.on('ready', () => this.settle());
      client.on('close', () => {
        this.cutting.delete(client);
        this.settle();
      });
    }
    this.watch = setInterval(() => void this.ping(), WATCH_MS);
    this.watch.unref();
  }

  get up(): boolean {
    return this.state;
  }

  /** Told of every change, after it. */
  onChange(listener: (up: boolean) => void): void {
    this.listeners.push(listener);
  }

  /** Settles when both connections are ready, or after `ms`. */
  async ready(ms = 2_000): Promise<boolean> {
    if (this.state) return true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.onChange(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    return this.state;
  }

  /** A caller saw something odd: the links are built anew, and count as down from now on. */
  suspect(): void {
    if (this.closed) return;
    for (const client of [this.command, this.subscriber]) {
      if (client.status !== 'ready' || this.cutting.has(client)) continue;
      this.cutting.add(client);
      client.disconnect(true);
    }
    this.settle();
  }

  close(): void {
    this.closed = true;
    clearInterval(this.watch);
    this.command.disconnect();
    this.subscriber.disconnect();
  }

  private settle(): void {
    const ready = (client: Redis) => client.status === 'ready' && !this.cutting.has(client);
    const up = !this.closed && ready(this.command) && ready(this.subscriber);
    if (up === this.state) return;
    this.state = up;
    if (!this.closed) log.warn(up ? 'redis is reachable' : 'redis is not reachable; going on without');
    for (const listener of this.listeners) listener(up);
  }

  private async ping(): Promise<void> {
    if (!this.state) return;
    await Promise.all([this.command.ping(), this.subscriber.ping()]).catch(() => this.suspect());
  }
}

function options(): RedisOptions {
  return {
    commandTimeout: COMMAND_MS,
    connectTimeout: 2_000,
    disconnectTimeout: GOODBYE_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    keepAlive: 5_000,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), RECONNECT_MAX_MS),
    reconnectOnError: () => false,
  };
}
