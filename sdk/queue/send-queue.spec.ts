import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SendResult } from '../../src/contract/index.js';
import { Backoff } from '../connection/backoff.js';
import { ParleyError } from '../errors.js';
import { MemoryStore } from '../store/memory-store.js';
import type { Store } from '../store/store.js';
import type { StoredMessage } from './outgoing.js';
import { QueueShelf } from './queue-shelf.js';
import { SendQueue } from './send-queue.js';

const problem = (code: string, status: number, retryAfterMs?: number) =>
  new ParleyError({ code, status, title: code, retryAfterMs });

/** A server that stores by clientMessageId and refuses what it is told to. */
class Server {
  stored: StoredMessage[] = [];
  attempts: string[] = [];
  refusals: Array<(message: StoredMessage) => Error | null> = [];
  up = true;
  applied = 0;

  transmit = async (message: StoredMessage): Promise<SendResult> => {
    this.attempts.push(message.body);
    await Promise.resolve();
    const refusal = this.refusals[0]?.(message);
    if (refusal) {
      this.refusals.shift();
      throw refusal;
    }
    return this.store(message);
  };

  store(message: StoredMessage): SendResult {
    let at = this.stored.findIndex(({ clientMessageId }) => clientMessageId === message.clientMessageId);
    if (at < 0) at = this.stored.push(message) - 1;
    return { id: `id-${at + 1}`, seq: at + 1, sentAt: '' };
  }

  get bodies(): string[] {
    return this.stored.map(({ body }) => body);
  }
}

async function queueOn(
  server: Server,
  store: Store = new MemoryStore(),
  backoff = () => new Backoff(1, 5),
): Promise<SendQueue> {
  const queue = new SendQueue({
    shelf: new QueueShelf(store, 'me'),
    transmit: server.transmit,
    ready: () => server.up,
    changed: () => undefined,
    applied: (_, seq) => seq <= server.applied,
    backoff,
  });
  await queue.load();
  return queue;
}

const states = (queue: SendQueue, conversation = 'c') => queue.of(conversation).map(({ body, state }) => [body, state]);

describe('SendQueue', () => {
  it('sends in order, one at a time per conversation', async () => {
    const server = new Server();
    const queue = await queueOn(server);
    const sendings = ['a', 'b', 'c'].map((body) => queue.add({ conversationId: 'c', body }));
    expect(states(queue).map(([, state]) => state)).toEqual(['sending', 'queued', 'queued']);
    expect((await Promise.all(sendings.map(({ sent }) => sent))).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(server.bodies).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['a refusal that may pass', problem('platform.rate_limited', 429, 3)],
    ['an unknown outcome', problem('platform.outcome_unknown', 503)],
    ['a lost connection', ParleyError.local('client.network', 'cut')],
    ['no answer', ParleyError.local('client.timeout', 'late')],
  ])('repeats after %s with the same id, and nothing overtakes', async (_, error) => {
    const server = new Server();
    server.refusals = [() => error, () => error];
    const queue = await queueOn(server);
    queue.add({ conversationId: 'c', body: 'a' });
    await queue.add({ conversationId: 'c', body: 'b' }).sent;
    expect(server.attempts).toEqual(['a', 'a', 'a', 'b']);
    expect(server.bodies).toEqual(['a', 'b']);
  });

  it('stores once when the first attempt was stored and its answer lost', async () => {
    const server = new Server();
    server.refusals = [(message) => (server.store(message), ParleyError.local('client.timeout', 'late'))];
    const queue = await queueOn(server);
    expect((await queue.add({ conversationId: 'c', body: 'a' }).sent).seq).toBe(1);
    expect(server.bodies).toEqual(['a']);
  });

  it('lets the rest pass a message refused for good, keeps it with the reason, and sends it again when asked', async () => {
    const server = new Server();
    server.refusals = [() => problem('messaging.invalid_body', 400)];
    const queue = await queueOn(server);
    const bad = queue.add({ conversationId: 'c', body: 'bad' });
    await queue.add({ conversationId: 'c', body: 'good' }).sent;
    await expect(bad.sent).rejects.toMatchObject({ code: 'messaging.invalid_body' });
    expect(queue.of('c')[0]).toMatchObject({ state: 'failed', reason: { code: 'messaging.invalid_body' } });
    await queue.retry(bad.message.clientMessageId).sent;
    expect(server.bodies).toEqual(['good', 'bad']);
    expect(server.stored[1]!.clientMessageId).toBe(bad.message.clientMessageId);
  });

  it('does not let one conversation wait for another', async () => {
    const server = new Server();
    server.refusals = [() => problem('platform.overloaded', 503, 60_000)];
    const queue = await queueOn(server);
    queue.add({ conversationId: 'slow', body: 'a' });
    await vi.waitFor(() => expect(queue.of('slow')[0]?.reason).toBeDefined());
    await queue.add({ conversationId: 'c', body: 'b' }).sent;
    expect(states(queue, 'slow')).toEqual([['a', 'queued']]);
    queue.close();
  });

  it('survives a restart: same ids, same order, before anything new; failed ones stay failed', async () => {
    const store = new MemoryStore();
    const server = new Server();
    server.refusals = [() => problem('messaging.invalid_body', 400)];
    const before = await queueOn(server, store);
    await before.add({ conversationId: 'c', body: 'bad' }).sent.catch(() => undefined);
    server.up = false;
    const ids = ['a', 'b'].map((body) => before.add({ conversationId: 'c', body }).message.clientMessageId);
    before.close();

    server.up = true;
    const after = await queueOn(server, store);
    await after.add({ conversationId: 'c', body: 'new' }).sent;
    expect(server.bodies).toEqual(['a', 'b', 'new']);
    expect(server.stored.slice(0, 2).map(({ clientMessageId }) => clientMessageId)).toEqual(ids);
    expect(states(after)[0]).toEqual(['bad', 'failed']);
    expect((await store.entries('queue/')).map(([, value]) => (value as StoredMessage).body)).toEqual(['bad']);
  });

  describe('that was refused for a while', () => {
    /** `refusals` in milliseconds, and the longest wait the queue would draw by itself. */
    async function refusedFor(...refusals: number[]) {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const server = new Server();
      server.refusals = refusals.map((ms) => () => problem('platform.rate_limited', 429, ms));
      const queue = await queueOn(server, new MemoryStore(), () => new Backoff(500, 30_000, () => 1));
      const first = queue.add({ conversationId: 'c', body: 'a' }).message.clientMessageId;
      await vi.advanceTimersByTimeAsync(0);
      expect(states(queue)).toEqual([['a', 'queued']]);
      return { server, queue, first };
    }
    afterEach(() => void vi.useRealTimers());
    const entry = { id: 'x', seq: 7, sentAt: '' };

    it('waits as long as the server said, whatever is written or seen meanwhile', async () => {
      const { server, queue } = await refusedFor(60_000);
      const b = queue.add({ conversationId: 'c', body: 'b' }).message.clientMessageId;
      await vi.advanceTimersByTimeAsync(59_000);
      queue.seen(b, entry);
      queue.add({ conversationId: 'c', body: 'c' });
      await vi.advanceTimersByTimeAsync(900);
      expect(server.attempts).toEqual(['a']);
      await vi.advanceTimersByTimeAsync(100);
      expect(server.bodies).toEqual(['a', 'c']);
    });

    it('goes on when the connection is back, or when the message that it waited with is in the log', async () => {
      const { server, queue, first } = await refusedFor(60_000, 60_000);
      queue.wake();
      await vi.advanceTimersByTimeAsync(0);
      expect(server.attempts).toEqual(['a', 'a']);
      queue.add({ conversationId: 'c', body: 'b' });
      queue.seen(first, entry);
      await vi.advanceTimersByTimeAsync(0);
      expect(server.bodies).toEqual(['b']);
    });

    it('waits no longer for having been told often how long', async () => {
      const { server } = await refusedFor(...Array<number>(10).fill(1_000));
      await vi.advanceTimersByTimeAsync(10_000);
      expect(server.bodies).toEqual(['a']);
    });
  });

  it('sends nothing that the store has not kept yet', async () => {
    const server = new Server();
    const store = new MemoryStore();
    let keep!: () => void;
    store.set = () => new Promise((resolve) => (keep = resolve));
    const queue = await queueOn(server, store);
    const { sent } = queue.add({ conversationId: 'c', body: 'a' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(server.attempts).toEqual([]);
    keep();
    await sent;
  });

  it('takes the log’s word when the answer does not come, and goes on', async () => {
    const server = new Server();
    const transmit = server.transmit;
    server.transmit = (message) => (message.body === 'a' ? new Promise(() => undefined) : transmit(message));
    const queue = await queueOn(server);
    const a = queue.add({ conversationId: 'c', body: 'a' });
    const b = queue.add({ conversationId: 'c', body: 'b' });
    queue.seen(a.message.clientMessageId, { id: 'x', seq: 7, sentAt: '' });
    expect((await a.sent).seq).toBe(7);
    await b.sent;
    expect(states(queue)).toEqual([['b', 'sent']]);
  });

  it('shows an acked message until the log has it, whichever comes first', async () => {
    const server = new Server();
    const queue = await queueOn(server);
    const first = queue.add({ conversationId: 'c', body: 'a' });
    await first.sent;
    expect(states(queue)).toEqual([['a', 'sent']]);
    queue.seen(first.message.clientMessageId, await first.sent);
    expect(states(queue)).toEqual([]);
    server.applied = 2;
    await queue.add({ conversationId: 'c', body: 'b' }).sent;
    expect(states(queue)).toEqual([]);
  });

  it('lets go only of what certainly was not stored', async () => {
    const server = new Server();
    server.up = false;
    const queue = await queueOn(server);
    const waiting = queue.add({ conversationId: 'c', body: 'never sent' });
    expect(queue.discard(waiting.message.clientMessageId)).toBe(true);
    await expect(waiting.sent).rejects.toMatchObject({ code: 'client.discarded' });

    const tried = queue.add({ conversationId: 'c', body: 'tried' });
    server.refusals = [() => ((server.up = false), ParleyError.local('client.network', 'cut'))];
    server.up = true;
    queue.wake();
    await vi.waitFor(() => expect(states(queue)).toEqual([['tried', 'queued']]));
    expect(queue.discard(tried.message.clientMessageId)).toBe(false);
  });

  it('lives through a store that fails: what it cannot keep is not sent, and may be tried again', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const store = new MemoryStore();
    const server = new Server();
    const queue = await queueOn(server, store);
    const { set } = store;
    // Not spies: they would handle the rejections.
    store.set = store.delete = () => Promise.reject(new Error('disk full'));
    const { message, sent } = queue.add({ conversationId: 'c', body: 'a' });
    await expect(sent).rejects.toMatchObject({ code: 'client.unexpected_answer' });
    expect([server.attempts, states(queue)]).toEqual([[], [['a', 'failed']]]);
    store.set = set;
    const again = queue.retry(message.clientMessageId);
    queue.seen(message.clientMessageId, await again.sent);
    await new Promise(setImmediate);
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    expect(server.bodies).toEqual(['a']);
  });

  describe('that tries a failed message again', () => {
    /** One that was refused for good, on a store that then fails until `mend`. */
    async function refused(fails: 'set' | 'delete') {
      const server = new Server();
      server.refusals = [() => problem('messaging.invalid_body', 400)];
      const store = new MemoryStore();
      const queue = await queueOn(server, store);
      const { message, sent } = queue.add({ conversationId: 'c', body: 'a' });
      await sent.catch(() => undefined);
      const failing = vi.spyOn(store, fails).mockRejectedValue(new Error('disk full'));
      const mend = () => failing.mockRestore();
      const kept = async () => (await store.entries('')).length;
      return { server, store, queue, id: message.clientMessageId, mend, kept };
    }

    it.each(['retry', 'discard'] as const)(
      'has it until its new place is kept, and none of it after a %s',
      async (act) => {
        const { server, store, queue, id, mend, kept } = await refused('set');
        await expect(queue.retry(id).sent).rejects.toThrow('disk full');
        expect(states(await queueOn(server, store))).toEqual([['a', 'failed']]);
        mend();
        const done = queue[act](id);
        if (typeof done === 'object') await done.sent;
        expect(await kept()).toBe(0);
      },
    );

    it('has it once after a restart, in its new place, though both places were kept', async () => {
      const { server, store, queue, id, mend, kept } = await refused('delete');
      server.up = false;
      queue.add({ conversationId: 'c', body: 'b' });
      queue.retry(id);
      await new Promise(setImmediate);
      expect(await kept()).toBe(3);
      mend();
      expect(states(await queueOn(server, store)).map(([body]) => body)).toEqual(['b', 'a']);
      expect(await kept()).toBe(2);
    });
  });
});
