import { expect, it } from 'vitest';
import { ParleyError } from '../errors.js';
import { MemoryStore } from '../store/memory-store.js';
import { Drafts } from './drafts.js';

it('looks at every draft that is not listed any more, though one of them cannot be had', async () => {
  const store = new MemoryStore();
  for (const id of ['a', 'b', 'c']) {
    await store.set(`draft/me/${id}`, { body: `about ${id}`, replyToSeq: null, synced: true, atSeq: 1 });
  }
  const asked: string[] = [];
  const drafts = new Drafts({
    store,
    me: 'me',
    save: () => Promise.reject(new Error('not asked')),
    get: (conversationId) => {
      asked.push(conversationId);
      if (conversationId === 'a') {
        return Promise.reject(new ParleyError({ code: 'groups.not_found', title: 'Gone', status: 404 }));
      }
      if (conversationId === 'b' && asked.length === 2) {
        return Promise.reject(ParleyError.local('client.network', 'cut'));
      }
      return Promise.resolve({ conversationId, body: '', replyToSeq: null, atSeq: 2 } as never);
    },
    all: () => Promise.resolve([]),
    ready: () => true,
  });
  await drafts.load();
  drafts.resumed();
  await expect.poll(() => [...drafts.all.get().keys()]).toEqual(['a', 'b']);
  // What may be had later is looked at again, and what is refused for good with it.
  drafts.resumed();
  await expect.poll(() => [...drafts.all.get().keys()]).toEqual(['a']);
  drafts.resumed();
  expect(asked).toEqual(['a', 'b', 'c', 'a', 'b']);
});
