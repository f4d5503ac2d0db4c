import { expect, it, vi } from 'vitest';
import { Sync, type SyncListener } from '../../../sdk/sync/sync.js';
import type { SyncLink } from '../../../sdk/sync/sync-link.js';
import type { AnyConversationEvent, AnyUserEvent } from '../../../src/contract/index.js';

const ID = 'conversation';
const event = (seq: number) => ({ conversationId: ID, seq }) as AnyConversationEvent;
const removal = {
  seq: 1,
  type: 'groups.removed.v1',
  data: { conversationId: ID, conversationSeq: 4 },
} as AnyUserEvent;

it('shows nothing of a conversation that is fetched while the news comes that one does not belong to it any more', async () => {
  const told: string[] = [];
  const listener: SyncListener = {
    entry: ({ seq }) => told.push(`entry ${seq}`),
    skipped: (_, headSeq) => told.push(`skipped ${headSeq}`),
    removed: () => told.push('removed'),
    ...{ userEntry: vi.fn(), userSkipped: vi.fn(), counted: vi.fn(), epochChanged: vi.fn(), resumed: vi.fn() },
  };
  let answerRange!: (range: object) => void;
  const standing = { kind: 'reset', headSeq: 3, unread: {}, cursor: {} };
  const resumed = { epoch: 'e', user: { kind: 'range', headSeq: 0, events: [] }, conversations: { [ID]: standing } };
  const request = (name: string) =>
    name === 'sync.resume' ? Promise.resolve(resumed) : new Promise((resolve) => (answerRange = resolve));
  const sync = new Sync({ open: true, request, progress: vi.fn(), restart: vi.fn() } as unknown as SyncLink, listener);
  sync.opened();
  await vi.waitFor(() => expect(told).toEqual(['skipped 3']));
  // Left at 4 and added again at 8: what is live shows that 4 to 8 are missing here.
  sync.event(event(9));
  sync.userEvent(removal);
  answerRange({ headSeq: 9, reset: false, events: [4, 5, 6, 7, 8, 9].map(event) });
  await new Promise(setImmediate);
  expect(told).toEqual(['skipped 3', 'removed']);
});
