import { describe, expect, it, vi } from 'vitest';
import { NotificationBox } from '../../../sdk/notifications/notification-box.js';
import type { NotificationsApi } from '../../../sdk/rest/notifications-api.js';
import { Sync, type SyncListener } from '../../../sdk/sync/sync.js';
import type { SyncLink } from '../../../sdk/sync/sync-link.js';
import type { AnyUserEvent, NotificationPage } from '../../../src/contract/index.js';

const notification = (seq: number) => ({
  ...{ id: `0${seq}`, kind: 'direct' as const, conversationId: 'c', seq, actorId: 'bob' },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', readAt: null },
});
const page = (atSeq: number, ...seqs: number[]): NotificationPage => ({
  items: seqs.map(notification),
  unread: seqs.length,
  atSeq,
});
const told = (seq: number, unread: number) =>
  ({
    ...{ seq, type: 'notifications.added.v1', at: '2026-01-01T00:00:00.000Z' },
    data: {
      notifications: [{ ...notification(seq), notificationId: `0${seq}`, conversationSeq: seq, at: 'then' }],
      unread,
    },
  }) as unknown as AnyUserEvent;

/** A box beside a connection, as an account wires them; pages and the resume come when the test says. */
function boxed() {
  const pages: Array<(answer: NotificationPage | Error) => void> = [];
  const list = () =>
    new Promise<NotificationPage>((resolve, reject) =>
      pages.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer))),
    );
  const box = new NotificationBox({ list } as unknown as NotificationsApi);
  const listener: SyncListener = {
    userEntry: (event) => box.told(event),
    userSkipped: (headSeq) => box.skipped(headSeq),
    epochChanged: () => box.outdate(),
    resumed: () => box.resumed(),
    ...{ entry: vi.fn(), skipped: vi.fn(), removed: vi.fn(), counted: vi.fn() },
  };
  const answers: Array<(result: object) => void> = [];
  const request = () => new Promise((resolve) => answers.push(resolve));
  const sync = new Sync({ open: true, request, progress: vi.fn(), restart: vi.fn() } as unknown as SyncLink, listener);
  const resume = (user: object, epoch = 'e') => {
    sync.opened();
    answers.shift()!({ epoch, user, conversations: {} });
    return new Promise(setImmediate);
  };
  const answer = (with_: NotificationPage | Error) => {
    pages.shift()!(with_);
    return new Promise(setImmediate);
  };
  const seqs = () => box.get().items.map((item) => item.seq);
  return { box, sync, pages, resume, answer, seqs };
}

describe('the list of notifications', () => {
  it('has what came between its first page and the first connection', async () => {
    const { box, pages, resume, answer, seqs } = boxed();
    void box.open();
    await answer(page(4, 3, 4));
    await resume({ kind: 'range', headSeq: 6, events: [] });
    await answer(page(6, 3, 4, 6));
    expect(seqs()).toEqual([3, 4, 6]);
    expect(box.get().unread).toBe(3);
    expect(pages).toEqual([]);
  });

  it('is not loaded again when nothing came between', async () => {
    const { box, sync, pages, resume, answer, seqs } = boxed();
    void box.open();
    await answer(page(4, 3, 4));
    await resume({ kind: 'range', headSeq: 4, events: [] });
    expect(pages).toEqual([]);
    sync.userEvent(told(5, 3));
    expect(seqs()).toEqual([5, 4, 3]);
    expect(box.get().unread).toBe(3);
  });

  it.each(['newest', 'older'])(
    'loads again after a page of the %s that was on its way when entries were skipped',
    async (which) => {
      const { box, sync, pages, resume, answer, seqs } = boxed();
      void box.open();
      if (which === 'older') {
        await answer({ ...page(4, 3), nextCursor: 'older' });
        void box.more();
      }
      await resume({ kind: 'reset', headSeq: 6 });
      sync.userEvent(told(7, 4));
      await answer(page(4, 3));
      await answer(page(6, 6, 3));
      expect(seqs()).toEqual([6, 3]);
      expect(pages).toEqual([]);
    },
  );

  it('asks again at the next resume when it could not be loaded', async () => {
    const { box, resume, answer, seqs } = boxed();
    const opened = box.open();
    const refused = expect(opened).rejects.toThrow('no network');
    await answer(new Error('no network'));
    await refused;
    await resume({ kind: 'range', headSeq: 2, events: [] });
    await answer(page(2, 2));
    expect(seqs()).toEqual([2]);
  });
});
