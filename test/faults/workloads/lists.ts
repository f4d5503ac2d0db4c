import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

const FEW = 5;

/** People who ask for what they have: an empty list is not the answer of a server that cannot look. */
export function lists(world: World): Workload {
  const { random, recorder, rooms } = world;
  return {
    id: 'lists',
    what: 'lists of conversations, messages and receipts',
    weight: 5,
    step: async () => {
      const { id: conversationId, people } = random.pick(rooms);
      const person = random.pick([...people]);
      const { api, who } = person.rest(person.anyNode());
      const chosen = random.below(3);
      if (chosen === 0) {
        await recorder.call(who, 'list', { what: 'conversations' }, async () => {
          return { items: (await api.conversations.list({ limit: FEW })).items.length };
        });
      } else if (chosen === 1) {
        await recorder.call(who, 'list', { what: 'messages', conversationId }, async () => {
          return { items: (await api.messages.page(conversationId, { limit: FEW })).messages.length };
        });
      } else {
        await recorder.call(who, 'ask-receipts', { conversationId }, async () => {
          return { receipts: await api.conversations.receipts(conversationId) };
        });
      }
    },
  };
}
