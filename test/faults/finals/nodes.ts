import type { AnyConversationEvent, NotificationPage, RangeResult } from '../../../src/contract/index.js';
import { inParallel, patiently } from '../../../scripts/replay/patience.js';
import type { Person } from '../driver/person.js';
import type { Room } from '../driver/room.js';
import type { World } from '../driver/world.js';
import { seenEntry, seenMessage } from '../history/index.js';

type Node = { name: string; url: string };

const AT_ONCE = 4;
const PATIENCE_MS = 60_000;
const PAGE = 200;
const RANGE = 500;

/** What every node tells: each conversation's history, log and receipts, each user's unread counts and notifications. */
export async function readNodes(world: World): Promise<void> {
  for (const node of world.places.nodes) {
    await inParallel(world.rooms, AT_ONCE, async (room) => {
      await history(world, node, room);
      await log(world, node, room);
      await receipts(world, node, room);
    });
    await inParallel(world.people, AT_ONCE, async (person) => {
      await standings(world, node, person);
      await notifications(world, node, person);
    });
  }
}

async function history({ recorder }: World, node: Node, { id, owner }: Room): Promise<void> {
  const { api } = owner.rest(node);
  for (let after = 0, more = true; more;) {
    const page = await patiently(() => api.messages.page(id, { after, limit: PAGE }), PATIENCE_MS);
    const { messages, headSeq } = page;
    const seen = messages.map(seenMessage);
    recorder.final('history', { conversationId: id, node: node.name, userId: owner.id, headSeq, messages: seen });
    after = messages.at(-1)?.seq ?? after;
    more = page.hasMoreAfter;
  }
}

async function log({ recorder }: World, node: Node, { id, owner }: Room): Promise<void> {
  const { api } = owner.rest(node);
  for (let fromSeq = 1, headSeq = 1; fromSeq <= headSeq;) {
    const query = { fromSeq, toSeq: fromSeq + RANGE - 1 };
    const range = await patiently(
      () => api.http.request<RangeResult>('GET', `/v1/conversations/${id}/events`, { query }),
      PATIENCE_MS,
    );
    headSeq = range.headSeq;
    const events = range.events.map((event: AnyConversationEvent) => seenEntry(event));
    const data = range.events.map((event) => event.data);
    recorder.final('log', { conversationId: id, node: node.name, userId: owner.id, headSeq, events, data });
    fromSeq = (events.at(-1)?.seq ?? query.toSeq) + 1;
  }
}

async function receipts({ recorder }: World, node: Node, { id, owner }: Room): Promise<void> {
  const { api } = owner.rest(node);
  const told = await patiently(() => api.conversations.receipts(id), PATIENCE_MS);
  recorder.final('receipts', { conversationId: id, node: node.name, userId: owner.id, receipts: told });
}

async function standings({ recorder }: World, node: Node, person: Person): Promise<void> {
  const { api } = person.rest(node);
  for (const standing of await patiently(() => api.conversations.unread(), PATIENCE_MS)) {
    recorder.final('standing', { ...standing, userId: person.id, node: node.name });
  }
}

async function notifications({ recorder }: World, node: Node, person: Person): Promise<void> {
  const { api } = person.rest(node);
  let page: NotificationPage | undefined;
  const items: NotificationPage['items'] = [];
  do {
    const cursor = page?.nextCursor;
    page = await patiently(() => api.notifications.list({ cursor, limit: PAGE }), PATIENCE_MS);
    items.push(...page.items);
  } while (page.nextCursor !== undefined);
  recorder.final('notifications', {
    node: node.name,
    userId: person.id,
    unread: page.unread,
    items: items.map(({ id, kind, conversationId, seq, actorId, readAt }) => {
      return { id, kind, conversationId, seq, actorId, read: readAt !== null };
    }),
  });
}
