import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReceiptBook } from '../../../sdk/conversations/receipt-book.js';
import { ParleyError } from '../../../sdk/errors.js';
import { Sync, type SyncListener } from '../../../sdk/sync/sync.js';
import { Timeline } from '../../../sdk/timeline/timeline.js';
import type {
  AnyConversationEvent as ConversationEvent,
  RangeInput,
  ResumeInput,
  ResumeResult,
} from '../../../src/contract/index.js';
import { CONVERSATION, foldNaively, histories, pageOf, rangeOf, unordered } from '../../support/model-log.js';

const PAGE = 4;
const RANGE = 5;
const RESUME = 8;

interface Request {
  serve: () => unknown;
  answer?: { value: unknown };
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/**
 * A server that has the whole log and answers when it is told to, from a moment of its own choosing between question
 * and answer; and a client of the real parts, with a timeline that somebody scrolls in.
 */
class World {
  committed = 0;
  floor = 0;
  connected = false;
  requests: Request[] = [];
  readonly seen: number[] = [];
  skippedTo = 0;
  readonly sync: Sync;
  readonly timeline: Timeline;

  constructor(readonly log: ConversationEvent[]) {
    const listener: SyncListener = {
      entry: (event) => {
        expect(event).toEqual(this.log[event.seq - 1]);
        // The invariant itself: the next number, or the next one after an announced skip.
        expect(event.seq).toBe(Math.max(this.seen.at(-1) ?? 0, this.skippedTo) + 1);
        this.seen.push(event.seq);
        this.timeline.apply(event);
      },
      skipped: (_, headSeq) => {
        this.skippedTo = Math.max(this.skippedTo, headSeq);
        this.timeline.skipped();
      },
      resumed: () => this.timeline.recover(),
      userEntry: () => undefined,
      userSkipped: () => undefined,
      counted: () => undefined,
      removed: () => undefined,
      epochChanged: () => undefined,
    };
    const link = {
      open: true,
      request: (event: string, input: unknown) => this.ask(() => this.serveEvent(event, input)),
      progress: () => undefined,
      restart: () => this.reconnect(),
    };
    this.sync = new Sync(link as never, listener);
    this.timeline = new Timeline(CONVERSATION, {
      me: 'ann',
      pageSize: PAGE,
      page: (query) => this.ask(() => pageOf(this.now, query)) as never,
      connected: () => this.connected,
      outgoing: () => [],
      receipts: new ReceiptBook('ann'),
      actions: {} as never,
    });
  }

  get now(): ConversationEvent[] {
    return this.log.slice(0, this.committed);
  }

  reconnect(): void {
    const broken = this.requests;
    this.requests = [];
    this.connected = false;
    this.sync.closed();
    for (const request of broken) request.reject(ParleyError.local('client.network', 'cut'));
    this.connected = true;
    this.sync.opened();
  }

  /** Computes the k-th open request's answer now; it arrives later. */
  serve(k: number): void {
    const request = this.requests[k % Math.max(1, this.requests.length)];
    if (request && !request.answer) request.answer = { value: structuredClone(request.serve()) };
  }

  answer(k: number): void {
    const [request] = this.requests.splice(k % Math.max(1, this.requests.length), 1);
    request?.resolve(request.answer ? request.answer.value : structuredClone(request.serve()));
  }

  heads(): void {
    this.sync.heads({ epoch: 'e', userSeq: 0, conversations: { [CONVERSATION]: this.committed }, missed: 0 });
    vi.advanceTimersByTime(1_000);
  }

  /** What is shown never has a hole in it, whatever is under way. */
  checkShown(): void {
    const shown = this.timeline.get().items.flatMap((item) => (item.kind === 'message' ? [item.seq] : []));
    const all = foldNaively(this.log).map((message) => message.seq);
    expect(shown).toEqual(all.filter((seq) => seq >= shown[0]! && seq <= shown.at(-1)!));
  }

  private ask(serve: () => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => this.requests.push({ serve, resolve, reject }));
  }

  private serveEvent(event: string, input: unknown): unknown {
    if (event === 'sync.range') return rangeOf(this.now, (input as RangeInput).fromSeq, this.floor, RANGE);
    const from = (input as ResumeInput).conversations[CONVERSATION];
    const common = {
      headSeq: this.committed,
      unread: { messages: 0, mentions: 0, atSeq: this.committed },
      cursor: { deliveredSeq: 0, readSeq: 0 },
    };
    const reset = from === undefined || from < this.floor || this.committed - from > RESUME;
    const answer: ResumeResult = {
      epoch: 'e',
      user: { kind: 'range', headSeq: 0, events: [] },
      conversations: {
        [CONVERSATION]: reset
          ? { kind: 'reset', ...common }
          : { kind: 'range', ...common, events: this.now.slice(from) },
      },
    };
    return answer;
  }
}

type Step = { do: string; n: number };

const steps = fc.array(
  fc.record({
    do: fc.constantFrom(
      ...['commit', 'commit', 'live', 'live', 'live', 'live', 'serve', 'serve', 'answer', 'answer', 'answer'],
      ...['heads', 'cut', 'forget', 'open', 'older', 'newer', 'openAt', 'latest'],
    ),
    n: fc.nat(1_000),
  }),
  { maxLength: 120, size: 'max' },
);

const settle = async (): Promise<void> => {
  for (let i = 0; i < 12; i += 1) await Promise.resolve();
};
const ignore = (promise: Promise<unknown>): void => void promise.catch(() => undefined);

async function play(world: World, step: Step): Promise<void> {
  const { n } = step;
  const acts: Record<string, () => void> = {
    commit: () => (world.committed = Math.min(world.log.length, world.committed + 1 + (n % 3))),
    // Any committed entry, the newest most often: repeated, late, or long before its turn.
    live: () => {
      const seq = n % 2 === 0 ? world.committed : 1 + (n % Math.max(1, world.committed));
      if (world.committed > 0 && world.connected) world.sync.event(structuredClone(world.log[seq - 1]!));
    },
    serve: () => world.serve(n),
    answer: () => world.answer(n),
    heads: () => world.heads(),
    cut: () => world.reconnect(),
    forget: () => (world.floor = Math.max(world.floor, world.committed - 2)),
    open: () => ignore(world.timeline.open()),
    older: () => ignore(world.timeline.older()),
    newer: () => ignore(world.timeline.newer()),
    openAt: () => ignore(world.timeline.openAt(1 + (n % Math.max(1, world.committed)))),
    latest: () => ignore(world.timeline.latest()),
  };
  acts[step.do]!();
  await settle();
  world.checkShown();
}

/** Everything is answered, in the order of asking, until nobody asks any more. */
async function drain(world: World): Promise<void> {
  for (let rounds = 0; rounds < 500; rounds += 1) {
    await settle();
    if (world.requests.length === 0) return;
    world.answer(0);
  }
  throw new Error('the client never stops asking');
}

async function heal(world: World): Promise<void> {
  world.committed = world.log.length;
  if (!world.connected) world.reconnect();
  await drain(world);
  world.heads();
  await drain(world);
  ignore(world.timeline.latest());
  await drain(world);
  while (world.timeline.get().hasMoreBefore) {
    ignore(world.timeline.older());
    await drain(world);
  }
}

describe('a timeline', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('equals the naive fold of the log after any interleaving of live entries, ranges, resets and pages', async () => {
    await fc.assert(
      fc.asyncProperty(histories, steps, async (log, plan) => {
        const world = new World(log);
        world.reconnect();
        for (const step of plan) await play(world, step);
        await heal(world);
        const shown = world.timeline.get().items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
        expect(unordered(shown)).toEqual(unordered(foldNaively(log)));
        expect(Math.max(world.seen.at(-1) ?? 0, world.skippedTo)).toBe(log.length);
      }),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 600) },
    );
  }, 60_000);
});
