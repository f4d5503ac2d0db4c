import type { MessagePage } from '../../src/contract/index.js';
import { until } from '../lib/async.js';
import { Histogram } from '../lib/histogram.js';
import type { ParleyDriver } from '../drivers/parley.js';
import type { Traffic } from './traffic.js';

/**
 * What people do in a chat besides writing, per message written: the mix of Mattermost's published ceiling tests (6.5 conversations opened, 2 pages
 * scrolled back, 1 look at what is unread, 0.14 reconnects).
 */
const PER_POST = { post: 1, open: 6.5, scroll: 2, unread: 1, reconnect: 0.14 };
type Action = keyof typeof PER_POST;
const TOTAL = Object.values(PER_POST).reduce((sum, n) => sum + n, 0);
/** Actions a second of one user: a hundred times a person's, who does one every 20 s. */
export const PACE = 5;
const PAGE = 50;
const BUSY_TRIES = 50;
const ANSWERED_MS = 30_000;

/** Users of an office, everyone at the same pace. Latency counts from when an action was due; for a message it ends with the ack. */
export class Office {
  actions = new Histogram();
  errors = 0;
  private pending = 0;
  private readonly owed: Record<Action, number> = { post: 0, open: 0, scroll: 0, unread: 0, reconnect: 0 };
  private readonly seen: number[] = [];
  private readonly away = new Set<number>();
  /** Messages of each user without an answer yet. */
  private readonly unanswered: number[] = [];

  constructor(
    private readonly parley: ParleyDriver,
    private readonly traffic: Traffic,
    private readonly comeBack: (user: number) => Promise<void>,
  ) {
    traffic.onAnswer = (user, accepted, ms) => {
      this.unanswered[user]!--;
      this.done(ms, accepted);
    };
  }

  /** The first `users` of the shape act from now on, each `pace` times a second. Returns how to stop. */
  begin(users: number, pace = PACE): () => void {
    const start = performance.now();
    const perSecond = users * pace;
    let count = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      for (let due = start + (count * 1000) / perSecond; due <= now; due = start + (++count * 1000) / perSecond)
        this.act(this.nextAction(), this.userFor(count, users), due);
    }, 1);
    return () => clearInterval(timer);
  }

  reset(): void {
    this.actions = new Histogram();
    this.errors = 0;
  }

  get idle(): boolean {
    return this.pending === 0;
  }

  /** The mix in a fixed order: each kind is owed its share, and who is owed most is next. */
  private nextAction(): Action {
    let next: Action = 'post';
    for (const kind of Object.keys(PER_POST) as Action[]) {
      this.owed[kind] += PER_POST[kind] / TOTAL;
      if (this.owed[kind] > this.owed[next]) next = kind;
    }
    this.owed[next]--;
    return next;
  }

  /** In turn; somebody who is reconnecting is passed over. */
  private userFor(count: number, users: number): number {
    for (let i = 0; i < BUSY_TRIES; i++) if (!this.away.has((count + i) % users)) return (count + i) % users;
    return count % users;
  }

  private act(kind: Action, user: number, due: number): void {
    if (kind === 'post') {
      this.unanswered[user] = (this.unanswered[user] ?? 0) + 1;
      return this.traffic.send(user, due);
    }
    this.pending++;
    this[kind](user).then(
      () => this.settle(due, true),
      () => this.settle(due, false),
    );
  }

  private settle(due: number, ok: boolean): void {
    this.pending--;
    this.done(performance.now() - due, ok);
  }

  private done(ms: number, ok: boolean): void {
    if (ok) this.actions.add(ms);
    else this.errors++;
  }

  /** The newest page, and everything in it is read. */
  private async open(user: number): Promise<void> {
    const { headSeq, messages } = await this.page(user);
    this.seen[user] = messages[0]?.seq ?? headSeq;
    await this.parley.accounts.as(user, 'PUT', `${this.pathOf(user)}/receipts`, { readSeq: headSeq });
  }

  private async scroll(user: number): Promise<void> {
    const before = this.seen[user] ?? 0;
    const { messages } = await this.page(user, before > 1 ? `&before=${before}` : '');
    this.seen[user] = messages[0]?.seq ?? 0;
  }

  private async unread(user: number): Promise<void> {
    await this.parley.accounts.as(user, 'GET', '/v1/unread');
  }

  private async reconnect(user: number): Promise<void> {
    this.away.add(user);
    // What is under way when a socket goes would have to be sent again, as the product's library does; here people wait for it.
    await until(() => !this.unanswered[user], ANSWERED_MS);
    await this.comeBack(user).finally(() => this.away.delete(user));
  }

  private page(user: number, where = ''): Promise<MessagePage> {
    const path = `${this.pathOf(user)}/messages?limit=${PAGE}${where}`;
    return this.parley.accounts.as<MessagePage>(user, 'GET', path);
  }

  private pathOf(user: number): string {
    return `/v1/conversations/${this.parley.conversationOf(user)}`;
  }
}
