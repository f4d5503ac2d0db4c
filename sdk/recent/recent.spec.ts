import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MessageView, UserView } from '../../src/contract/index.js';
import type { ConversationItem } from '../conversations/conversation.js';
import { UserDirectory } from '../conversations/user-directory.js';
import { MemoryStore } from '../store/memory-store.js';
import type { Store } from '../store/store.js';
import { Recent } from './recent.js';
import { MOST, RecentShelf } from './recent-shelf.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const message = (seq: number) => ({ seq, authorId: 'bob', body: `Line ${seq}` }) as MessageView;
const row = (id: string) => ({ id, peerId: 'bob', lastMessage: null }) as ConversationItem;

/** One run of a client over a store: what its timelines and its list show, and what it keeps of it. */
function run(store: Store, me = 'ann') {
  const shown = { rows: [] as ConversationItem[], timelines: new Map<string, MessageView[]>() };
  const users = new UserDirectory(async () => []);
  const recent = new Recent({
    shelf: new RecentShelf(store, me),
    users,
    rows: () => shown.rows,
    newest: (id, most) => shown.timelines.get(id)?.slice(-most) ?? null,
    receipts: () => ({
      members: [{ userId: 'bob', joinedSeq: 0 }],
      receipts: [{ userId: 'bob', deliveredSeq: 3, readSeq: 2 }],
    }),
  });
  return { recent, users, shown };
}

async function next(store: Store, me = 'ann') {
  const later = run(store, me);
  await later.recent.load();
  return later;
}

describe('what a device keeps', () => {
  it('is there for the next run: list, newest page, how far it was read, and who is who', async () => {
    const store = new MemoryStore();
    const { recent, users, shown } = run(store);
    users.learn([{ id: 'bob', displayName: 'Bob' } as UserView]);
    shown.rows = [row('c')];
    shown.timelines.set('c', [message(1), message(2)]);
    recent.touch();
    recent.touch('c');
    await recent.flush();

    const later = await next(store);
    expect(later.recent.rows).toEqual(shown.rows);
    expect(later.recent.page('c')).toMatchObject({
      messages: shown.timelines.get('c'),
      receipts: [{ userId: 'bob', deliveredSeq: 3, readSeq: 2 }],
    });
    expect(later.users.view.get().get('bob')?.displayName).toBe('Bob');
  });

  it('is written once for many changes, and not while the end is not known', async () => {
    const store = new MemoryStore();
    const set = vi.spyOn(store, 'set');
    const { recent, shown } = run(store);
    shown.timelines.set('c', [message(1)]);
    for (let change = 0; change < 500; change += 1) recent.touch('c');
    recent.touch('elsewhere');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(set).toHaveBeenCalledTimes(1);
  });

  it('is bounded: newest messages, the pages saved last, the first rows', async () => {
    const store = new MemoryStore();
    const { recent, shown } = run(store);
    shown.rows = Array.from({ length: MOST.rows + 5 }, (_, at) => row(`c${at}`));
    recent.touch();
    for (let at = 0; at < MOST.pages + 3; at += 1) {
      shown.timelines.set(
        `c${at}`,
        Array.from({ length: MOST.messages + 9 }, (_, seq) => message(seq)),
      );
      recent.touch(`c${at}`);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    const later = await next(store);
    expect(later.recent.rows).toHaveLength(MOST.rows);
    expect(await store.entries('recent/ann/page/')).toHaveLength(MOST.pages);
    expect(later.recent.page('c2')).toBeUndefined();
    const seqs = later.recent.page('c3')!.messages.map(({ seq }) => seq);
    expect([seqs.length, seqs[0]]).toEqual([MOST.messages, 9]);
  });

  it('goes when the user leaves, and whoever comes next removes what is left of somebody else', async () => {
    const store = new MemoryStore();
    const { recent, shown } = run(store);
    shown.timelines.set('c', [message(1)]);
    recent.touch('c');
    await recent.flush();
    await store.set('recent/eve/list', { version: 1, rows: [row('secret')], users: [] });
    await store.set('queue/eve/1', 'unsent');

    const later = await next(store);
    expect((await store.entries('recent/')).map(([key]) => key)).toEqual(['recent/ann/page/c']);
    expect(await store.get('queue/eve/1')).toBe('unsent');
    later.shown.timelines.set('c', [message(1), message(2)]);
    later.recent.touch('c');
    await later.recent.clear();
    later.recent.touch('c');
    await vi.runAllTimersAsync();
    expect(await store.entries('recent/')).toEqual([]);
  });

  it('is no use in another form, nor for a conversation one is no longer in', async () => {
    const store = new MemoryStore();
    await store.set('recent/ann/list', { rows: 'of an old version' });
    const { recent, shown } = await next(store);
    expect(recent.rows).toEqual([]);
    for (const id of ['in', 'out']) {
      shown.timelines.set(id, [message(1)]);
      recent.touch(id);
    }
    await recent.flush();
    await recent.keepOnly(new Set(['in']));
    expect((await store.entries('recent/')).map(([key]) => key)).toEqual(['recent/ann/page/in']);
  });
});
