import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReceiptSender } from '../../../sdk/conversations/receipt-sender.js';
import { ParleyError } from '../../../sdk/errors.js';
import { Sync, type SyncListener } from '../../../sdk/sync/sync.js';
import type { SyncLink } from '../../../sdk/sync/sync-link.js';

const EPOCH = 'e';
const busy = () =>
  new ParleyError({ code: 'platform.rate_limited', title: 'Too many', status: 429, retryAfterMs: 1_000 });
const nothing = (): undefined => undefined;
const listener: SyncListener = {
  ...{ entry: nothing, userEntry: nothing, userSkipped: nothing, skipped: nothing, counted: nothing, removed: nothing },
  ...{ epochChanged: nothing, resumed: nothing },
};
const standing = (ids: readonly string[], headSeq: number) => ({
  epoch: EPOCH,
  user: { kind: 'range', events: [], headSeq: 0 },
  conversations: Object.fromEntries(
    ids.map((id) => [id, { kind: 'range', events: [], headSeq, unread: {}, cursor: {} }]),
  ),
});

/** A connection whose server answers as `serve` says; it counts what is under way. */
function link(serve: (event: string, input: { conversationId: string; fromSeq: number }) => unknown) {
  const seen = { restarts: 0, live: false, underWay: 0, most: 0, requests: 0 };
  const request = async (event: string, input: unknown) => {
    seen.requests += 1;
    seen.most = Math.max(seen.most, ++seen.underWay);
    await new Promise((resolve) => setTimeout(resolve, 10));
    seen.underWay -= 1;
    return serve(event, input as { conversationId: string; fromSeq: number });
  };
  const progress = (done: number, total: number) => (seen.live = done >= total);
  return { seen, link: { open: true, request, progress, restart: () => seen.restarts++ } as unknown as SyncLink };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a server that refuses for now', () => {
  it('is asked to resume again on the same socket, and not before it said', async () => {
    let refusals = 2;
    const { seen, link: connection } = link(() => {
      if (refusals-- > 0) throw busy();
      return standing([], 0);
    });
    new Sync(connection, listener).opened();
    await vi.advanceTimersByTimeAsync(900);
    expect(seen.requests).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen).toMatchObject({ requests: 3, restarts: 0, live: true });
  });

  it('gives a socket up whose resume it will never grant, or does not answer', async () => {
    for (const error of [
      new ParleyError({ code: 'platform.validation', title: 'No', status: 400 }),
      ParleyError.local('client.timeout', 'No answer'),
    ]) {
      const { seen, link: connection } = link(() => {
        throw error;
      });
      new Sync(connection, listener).opened();
      await vi.advanceTimersByTimeAsync(5_000);
      expect(seen).toMatchObject({ requests: 1, restarts: 1 });
    }
  });

  it('is not flooded by a client that is behind in 300 conversations, and refusals cost only time', async () => {
    const ids = Array.from({ length: 300 }, (_, i) => `c${i}`);
    let asked = 0;
    const { seen, link: connection } = link((event, { conversationId, fromSeq }) => {
      if (event === 'sync.resume') return standing(ids, 3);
      if (++asked % 50 === 0) throw busy();
      const events = [1, 2, 3].filter((seq) => seq >= fromSeq).map((seq) => ({ conversationId, seq }));
      return { events, headSeq: 3, reset: false };
    });
    const sync = new Sync(connection, listener);
    for (const id of ids) sync.event({ conversationId: id, seq: 1 } as never);
    for (const id of ids) sync.feeds.get(id)!.sequence.skipTo(1);
    sync.opened();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([...sync.feeds.values()].every((feed) => feed.applied === 3)).toBe(true);
    expect(seen.most).toBeLessThanOrEqual(4);
    expect(seen).toMatchObject({ live: true, restarts: 0 });
  });
});

describe('delivery receipts of many conversations', () => {
  it('go out a few at a time; one that is refused holds no other up', async () => {
    const told = new Set<string>();
    let thisSecond = 0;
    let most = 0;
    const sender = new ReceiptSender({
      gatherMs: 1_000,
      unread: () => ({ deliveredSeq: 0 }) as never,
      counted: nothing,
      request: async (_, { conversationId }) => {
        most = Math.max(most, ++thisSecond);
        const number = Number(conversationId.slice(1));
        if (number < 30) throw number < 15 ? busy() : new ParleyError({ code: 'x.gone', title: 'Gone', status: 404 });
        told.add(conversationId);
        return {} as never;
      },
    });
    for (let i = 0; i < 300; i += 1) sender.arrived(`c${i}`, 1);
    sender.flush();
    // From here on the seconds counted begin between two flushes.
    await vi.advanceTimersByTimeAsync(500);
    for (let second = 0; second < 30; second += 1) {
      thisSecond = 0;
      // As every resume does.
      for (let i = 0; i < 10; i += 1) sender.flush();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(told.size).toBe(270);
    expect(most).toBeLessThanOrEqual(25);
    sender.clear();
  });
});
