import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type pg from 'pg';
import type { MessagePage, ResumeInput, ResumeResult } from '../../src/contract/index.js';
import { Histogram } from '../lib/histogram.js';
import { connect } from '../lib/postgres.js';
import { treeCpuSeconds } from '../lib/proc.js';
import { pairs } from '../drivers/driver.js';
import { ParleyDriver } from '../drivers/parley.js';
import { fillHistory, HeadsThen, readAll } from '../drivers/parley-history.js';
import { closedLoop } from '../loads/loops.js';
import { ChatSide } from './chat-side.js';
import { ratio, type Context, type Figure, type Row, type Sample } from './figure.js';
import { everybody } from './sides.js';

const USERS = 200;
const WORKERS = 20;
const PAGE = 50;
const PUBLISHED_MS = 60_000;
/** A resume fills in this many. */
const MISSED = 20;
/** Of a message its row and its places in two indexes (484, measured on a million), and what sorting the larger of them takes while it is made. */
const BYTES_PER_MESSAGE = 600;
const SMALL = 50_000;
const SIZES: Record<string, number> = { '1m': 1_000_000, '10m': 10_000_000, '100m': 100_000_000 };
const nameOf = (size: string): string => `parley-${size}`;
const SMALL_NAME = nameOf('50k');

const shape = pairs(USERS);
const OPERATIONS = {
  send: 'sending a message',
  newest: 'the newest page',
  random: 'a page at a random number',
  resume: `resuming ${MISSED} behind`,
  unread: 'unread counts',
};

/** The same people doing the same on a store of a certain size. What is compared is the CPU of server and PostgreSQL per operation. */
class GrowthSide extends ChatSide {
  private client!: pg.Client;
  private heads!: HeadsThen;
  private epoch: string | null = null;
  private readonly headSeqs: number[] = [];

  constructor(
    private readonly parley: ParleyDriver,
    private readonly url: string,
    private readonly messages: number,
    context: Context,
  ) {
    super(
      parley,
      shape,
      (traffic) => closedLoop(traffic, everybody(shape).slice(0, WORKERS), 1),
      context.times,
      context.postgres,
    );
  }

  override async start(): Promise<void> {
    const { bavail, bsize } = statfsSync(tmpdir());
    const [need, free] = [this.messages * BYTES_PER_MESSAGE, bavail * bsize].map((n) => Math.ceil(n / 2 ** 30));
    if (free! < need!) throw new Error(`${this.messages} messages need ${need} GiB of disk, ${free} are free`);
    await super.start();
  }

  /** After the people and their conversations are made, before anybody connects. */
  protected override async prepare(): Promise<void> {
    await fillHistory(this.url, { messages: this.messages, conversationIds: this.parley.accounts.conversationIds });
    await this.parley.restart();
    this.client = await connect(this.url);
    this.heads = await HeadsThen.read(this.client, this.parley.accounts.conversationIds);
  }

  override async window(): Promise<Sample> {
    await this.postgres.checkpoint();
    const values: Record<string, number> = {};
    const faults: string[] = [];
    const sent = this.traffic.sent;
    const cpu = this.cpuSeconds();
    const { ackP50, ackP99 } = await this.run(this.load);
    faults.push(...(await this.traffic.drain()));
    // With all that follows from a message: what is left of it would be counted as reading.
    if (!(await this.parley.published(PUBLISHED_MS))) faults.push('the outbox is not empty');
    values['sendMicros'] = ((this.cpuSeconds() - cpu) * 1e6) / (this.traffic.sent - sent);
    Object.assign(values, { sendP50: ackP50, sendP99: ackP99 });
    faults.push(...(await this.heads.faults(this.client)));
    // What is unread has to be the same however much a side got done.
    await readAll(this.client);
    for (const user of everybody(shape)) await this.noteHead(user);
    await this.reading(values, faults);
    return { values, faults };
  }

  private async reading(values: Record<string, number>, faults: string[]): Promise<void> {
    const { accounts } = this.parley;
    const path = (user: number): string =>
      `/v1/conversations/${this.parley.conversationOf(user)}/messages?limit=${PAGE}`;
    const full = async (user: number, where = ''): Promise<void> => {
      const page = await accounts.as<MessagePage>(user, 'GET', path(user) + where);
      if (page.messages.length !== PAGE) faults.push(`a page of ${page.messages.length}`);
    };
    const length = this.messages / 5 / shape.conversations.length;
    const operations: Record<string, (user: number) => Promise<unknown>> = {
      newest: (user) => full(user),
      random: (user) => full(user, `&before=${PAGE + 10 + Math.floor(Math.random() * (length - PAGE))}`),
      resume: async (user) => {
        const { conversations } = await this.resume(user, MISSED);
        const answer = conversations[this.parley.conversationOf(user)];
        if (answer?.kind !== 'range' || answer.events.length !== MISSED) faults.push('a resume without its range');
      },
      unread: (user) => accounts.as(user, 'GET', '/v1/unread'),
    };
    for (const [name, operation] of Object.entries(operations)) await this.repeat(name, operation, values);
  }

  private async repeat(name: string, operation: (user: number) => Promise<unknown>, values: Record<string, number>) {
    await this.work(operation, this.times.warmupSeconds);
    const cpu = this.cpuSeconds();
    const latency = await this.work(operation, this.times.seconds);
    values[`${name}Micros`] = ((this.cpuSeconds() - cpu) * 1e6) / latency.count;
    values[`${name}P50`] = latency.quantile(0.5);
    values[`${name}P99`] = latency.quantile(0.99);
  }

  /** Twenty workers, each the next one as soon as one is done. */
  private async work(operation: (user: number) => Promise<unknown>, seconds: number): Promise<Histogram> {
    const latency = new Histogram();
    const end = performance.now() + seconds * 1000;
    const worker = async (first: number): Promise<void> => {
      for (let user = first; performance.now() < end; user = (user + WORKERS) % USERS) {
        const start = performance.now();
        await operation(user);
        latency.add(performance.now() - start);
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, (_, n) => worker(n)));
    return latency;
  }

  private cpuSeconds(): number {
    return treeCpuSeconds(this.pids()) + treeCpuSeconds(this.postgres.pids);
  }

  private async noteHead(user: number): Promise<void> {
    const { epoch, conversations } = await this.resume(user);
    const answer = conversations[this.parley.conversationOf(user)];
    this.epoch = epoch;
    this.headSeqs[user] = answer && 'headSeq' in answer ? answer.headSeq : NaN;
  }

  private resume(user: number, behind = 0): Promise<ResumeResult> {
    const known = behind ? { [this.parley.conversationOf(user)]: this.headSeqs[user]! - behind } : {};
    const input: ResumeInput = { epoch: this.epoch, userSeq: 0, conversations: known };
    return this.parley.accounts.as<ResumeResult>(user, 'POST', '/v1/sync', input);
  }

  override async stop(): Promise<void> {
    await this.client?.end();
    await super.stop();
  }
}

const rows = Object.keys(SIZES).flatMap((size) =>
  Object.entries(OPERATIONS).map(([name, what]): Row => ({
    what: `${what}: CPU with ${size.toUpperCase()} messages stored`,
    partner: `the same with ${SMALL / 1000} thousand`,
    compare: ratio(`${name}Micros`, nameOf(size), SMALL_NAME),
    unit: '×',
    better: 'lower',
    marks: { floor: 2, goal: 1.3 },
  })),
);

export const growthFigure: Figure = {
  name: 'growth',
  title: `the same work on 50 thousand, 1, 10 and 100 million stored messages, ${USERS} users`,
  cores: 'shared',
  sides: async (context) => {
    const sides: GrowthSide[] = [];
    for (const [size, messages] of Object.entries({ '50k': SMALL, ...SIZES })) {
      const url = await context.postgres.createDatabase(`growth_${size}`);
      sides.push(new GrowthSide(new ParleyDriver(nameOf(size), url), url, messages, context));
    }
    return sides;
  },
  rows,
};
