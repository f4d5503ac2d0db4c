import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Config } from '../config/config.js';
import type { Database, Tx } from '../database/database.js';
import type { JournalReader } from '../journal/journal-reader.js';
import type { EventEnvelope } from '../../shared/event-envelope.js';
import { newId } from '../../shared/ids.js';
import { deliveryOf, type Pulse } from './delivery.js';
import type { Consumer } from './reaction.js';
import { ReactionRunner } from './reaction-runner.js';

const handler = (together: boolean) => Object.assign(async () => undefined, { together });
const consumer: Consumer = {
  name: 'test.effects',
  on: new Map([
    ['sent', handler(true)],
    ['edited', handler(false)],
  ]),
};
const first = (type: string) => deliveryOf(() => ({}) as EventEnvelope, type, newId(), 1, {});
const failed = (code: string) => Object.assign(new Error(code), { code });

let told: string[];
/** What each transaction does before its work, in turn; later ones take no time. */
let transactions: Array<() => Promise<void>>;
let stored: string[];
/** Whether the database, beside the effects, says how far the consumer is. */
let answers: boolean;
const pulse: Pulse = {
  beat: async () => void told.push(`beat at ${Date.now() / 1_000}`),
  wait: async () => void told.push('wait'),
};

const tx = {
  query: async (sql: string, [ids]: readonly unknown[] = []) => {
    if (sql.includes('INSERT INTO dead_letters')) stored.push('dead letter');
    return Array.isArray(ids) ? ids : [{}];
  },
} as unknown as Tx;

const database = {
  named: async (name: string) => {
    if (name === 'position-load' && !answers) throw failed('57014');
    return [];
  },
  transaction: async <T>(work: (tx: Tx) => Promise<T>) => {
    told.push(`transaction at ${Date.now() / 1_000}`);
    await transactions.shift()?.();
    return work(tx);
  },
} as unknown as Database;

beforeEach(() => {
  [told, transactions, stored, answers] = [[], [], [], true];
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const runner = () => new ReactionRunner(database, {} as JournalReader, { get: () => 10 } as unknown as Config);
async function run(...types: string[]): Promise<void> {
  const work = runner().deliverAll(consumer, types.map(first), pulse);
  await vi.advanceTimersByTimeAsync(60_000);
  await work;
}
const taking = (ms: number, code?: string) => async (): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  if (code) throw failed(code);
};

it('lets the group know that it lives after each transaction of a batch', async () => {
  transactions = [taking(4_000), taking(4_000), taking(4_000)];
  await run('edited', 'edited', 'edited');
  expect(told.filter((t) => t.startsWith('transaction'))).toHaveLength(3);
  expect(told).toEqual(expect.arrayContaining(['beat at 4', 'beat at 8', 'beat at 12']));
});

it('lets it know after a transaction that waited in vain, before each single attempt', async () => {
  transactions = [taking(5_000, '55P03'), taking(4_000)];
  await run('sent', 'sent');
  expect(told).toEqual([
    ...['transaction at 0', 'beat at 5', 'transaction at 5', 'beat at 9', 'transaction at 9', 'beat at 9'],
  ]);
});

it('does not count a time-out while the database answers nothing else either', async () => {
  answers = false;
  transactions = Array.from({ length: 50 }, (_, i) => async () => {
    answers = i > 40;
    throw failed('57014');
  });
  await run('edited');
  expect([transactions.length, stored]).toEqual([0, []]);
});

it('gives up on an entry that takes too long while the database answers, after twenty attempts', async () => {
  // The batch, each attempt, and then none: the letter can be stored.
  transactions = Array.from({ length: 1 + 20 }, () => taking(0, '57014'));
  await run('edited');
  expect([told.filter((t) => t === 'wait').length, stored]).toEqual([19, ['dead letter']]);
});
