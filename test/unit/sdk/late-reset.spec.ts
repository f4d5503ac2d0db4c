import { expect, it, vi } from 'vitest';
import { Sync, type SyncListener } from '../../../sdk/sync/sync.js';
import type { SyncLink } from '../../../sdk/sync/sync-link.js';
import type { AnyConversationEvent, AnyUserEvent } from '../../../src/contract/index.js';

const ID = 'conversation';
const event = (seq: number) => ({ conversationId: ID, seq }) as AnyConversationEvent;
const joining = {
  seq: 1,
  type: 'groups.joined.v1',
  data: { conversationId: ID, conversationSeq: 3 },
} as AnyUserEvent;
const resumed = (conversations: object) => ({
  epoch: 'e',
  user: { kind: 'range', headSeq: 0, events: [] },
  conversations,
});

it('does not go back to where the log stood when a resume was answered, after it has been shown more', async () => {
  const told: string[] = [];
  const counted = vi.fn();
  const listener: SyncListener = {
    entry: ({ seq }) => told.push(`entry ${seq}`),
    skipped: (_, headSeq) => told.push(`skipped ${headSeq}`),
    removed: () => told.push('removed'),
    ...{ userEntry: vi.fn(), userSkipped: vi.fn(), counted, epochChanged: vi.fn(), resumed: vi.fn() },
  };
  const answers: Array<(result: object) => void> = [];
  const request = () => new Promise((resolve) => answers.push(resolve));
  const sync = new Sync({ open: true, request, progress: vi.fn(), restart: vi.fn() } as unknown as SyncLink, listener);
  sync.opened();
  answers[0]!(resumed({}));
  await new Promise(setImmediate);
  void sync.resume();
  // Added at 3 while that question is on its way: it does not say where this client stands.
  sync.userEvent(joining);
  for (const seq of [3, 4, 5]) sync.event(event(seq));
  answers[1]!(resumed({ [ID]: { kind: 'reset', headSeq: 4, unread: {}, cursor: {} } }));
  await vi.waitFor(() => expect(counted).toHaveBeenCalled());
  expect(told).toEqual(['entry 3', 'entry 4', 'entry 5']);
});
