import type pg from 'pg';
import { LIMITS } from '../../src/contract/index.js';
import { shardOf } from '../../src/platform/journal/index.js';
import { newId } from '../../src/shared/ids.js';
import { inParallel } from '../lib/async.js';
import { connect } from '../lib/postgres.js';
import { treeCpuSeconds } from '../lib/proc.js';
import type { Shape } from '../drivers/driver.js';
import { ParleyDriver } from '../drivers/parley.js';
import { closedLoop } from '../loads/loops.js';
import { ChatSide } from './chat-side.js';
import type { Context, Figure, Row, Sample } from './figure.js';
import { PARLEY } from './sides.js';

const SIZES = [1, 10, 100, 1000, 10_000];
const BATCH = 200;
const IN_FLIGHT = 8;
const PUBLISHED_MS = 600_000;
/** Joins at the full size, each of one person. */
const JOINS = 50;
const REFERENCE = 10;

// One owner per group, the only one of it who is connected.
const shape: Shape = { users: SIZES.length, conversations: SIZES.map((_, user) => [user]), direct: false };

/** People who never sign in: only members, with the log that every account has. */
const PEOPLE = `
  INSERT INTO accounts (id, username, username_skeleton, display_name, display_key, password_hash, is_admin, created_at)
  SELECT id, 'member' || n, 'member' || n, 'Member ' || n, 'member ' || n, '-', false, now() FROM unnest($1::uuid[]) WITH ORDINALITY AS p (id, n)`;

const LOGS = `INSERT INTO streams (shard, stream_id, kind) SELECT shard, id, 'user' FROM unnest($1::smallint[], $2::uuid[]) AS p (shard, id)`;

/** Groups of 1 to 10,000 members: what a message into one costs, and one more member. CPU of server and PostgreSQL; fan-out to connected members is `fanout`. */
class MembersSide extends ChatSide {
  private people: string[] = [];

  constructor(
    private readonly parley: ParleyDriver,
    private readonly url: string,
    context: Context,
  ) {
    super(parley, shape, () => () => undefined, context.times, context.postgres);
  }

  protected override async prepare(): Promise<void> {
    this.people = Array.from({ length: Math.max(...SIZES) + JOINS }, () => newId());
    const client: pg.Client = await connect(this.url);
    await client.query(PEOPLE, [this.people]);
    await client.query(LOGS, [this.people.map(shardOf), this.people]);
    await client.end();
    for (const [owner, size] of SIZES.entries()) {
      // Those who join later must find room.
      const end = Math.min(size, LIMITS.membersPerGroup - JOINS);
      for (let n = 1; n < end; n += BATCH) await this.add(owner, this.people.slice(n, Math.min(n + BATCH, end)));
    }
    // Each of eleven thousand joinings is noted in a person's own log: not to be charged to what is measured.
    if (!(await this.parley.published(PUBLISHED_MS))) throw new Error('the joinings were not published in time');
  }

  private add(owner: number, userIds: readonly string[]): Promise<unknown> {
    return this.parley.accounts.as(owner, 'POST', this.pathOf(owner), { userIds });
  }

  private async remove(owner: number, userId: string): Promise<void> {
    await this.parley.accounts.as(owner, 'DELETE', `${this.pathOf(owner)}/${userId}`);
  }

  private pathOf(owner: number): string {
    return `/v1/conversations/${this.parley.conversationOf(owner)}/members`;
  }

  override async window(): Promise<Sample> {
    const values: Record<string, number> = {};
    const faults: string[] = [];
    for (const [owner, size] of SIZES.entries()) {
      await this.postgres.checkpoint();
      const sent = this.traffic.sent;
      const cpu = this.cpuSeconds();
      await this.run((traffic) => closedLoop(traffic, [owner], IN_FLIGHT));
      faults.push(...(await this.settle()));
      values[`message${size}`] = ((this.cpuSeconds() - cpu) * 1e6) / (this.traffic.sent - sent);
      values[`join${size}`] = await this.joinMicros(owner);
    }
    return { values, faults };
  }

  private async joinMicros(owner: number): Promise<number> {
    const newcomers = this.people.slice(-JOINS);
    const cpu = this.cpuSeconds();
    for (const userId of newcomers) await this.add(owner, [userId]);
    // What follows from a joining is part of its cost: the entry in the newcomer's log, the invitation.
    await this.parley.published(PUBLISHED_MS);
    const micros = ((this.cpuSeconds() - cpu) * 1e6) / JOINS;
    await inParallel(JOINS, 4, (i) => this.remove(owner, newcomers[i]!));
    return micros;
  }

  private cpuSeconds(): number {
    return treeCpuSeconds(this.pids()) + treeCpuSeconds(this.postgres.pids);
  }
}

const row = (what: string, value: 'message' | 'join', size: number): Row => ({
  what: `${what} a group of ${size.toLocaleString('en')}: CPU`,
  partner: `a group of ${REFERENCE}`,
  compare: {
    how: 'ratio',
    side: PARLEY,
    value: `${value}${size}`,
    partner: PARLEY,
    partnerValue: `${value}${REFERENCE}`,
  },
  unit: '×',
  better: 'lower',
  marks: { goal: 1.3 },
});
const others = SIZES.filter((size) => size !== REFERENCE);

export const membersFigure: Figure = {
  name: 'members',
  title: `a message into, and one more member of, groups of ${SIZES.join(', ')} members who are not connected`,
  cores: 'shared',
  sides: async (context) => {
    const url = await context.postgres.createDatabase('members');
    return [new MembersSide(new ParleyDriver(PARLEY, url), url, context)];
  },
  rows: [
    ...others.map((size) => row('a message into', 'message', size)),
    ...others.map((size) => row('one more member of', 'join', size)),
  ],
};
