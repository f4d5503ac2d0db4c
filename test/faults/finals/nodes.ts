import type { AnyConversationEvent, MessagePage, NotificationPage, RangeResult } from '../../../src/contract/index.js';
import { inParallel } from '../../../scripts/replay/patience.js';
import type { Asking } from '../driver/asking.js';
import type { Person } from '../driver/person.js';
import type { Room } from '../driver/room.js';
import type { World } from '../driver/world.js';
import { seenEntry, seenMessage } from '../history/index.js';

type Node = { name: string; url: string };

const AT_ONCE = 4;
const PAGE = 200;
const RANGE = 500;

/**
 * What every node tells: each conversation's history, log and receipts, each user's unread counts and notifications. What it tells in
 * part only is left out: it would look as if it had no more.
 */
export async function readNodes(world: World, asking: Asking): Promise<void> {
  for (const node of world.places.nodes) {
    const ask: Ask = (what, act) => asking.ask(node.name, what, act);
    await inParallel(world.rooms, AT_ONCE, async (room) => {
      await history(world, node, room, ask);
      await log(world, node, room, ask);
      await receipts(world, node, room, ask);
    });
    await inParallel(world.people, AT_ONCE, async (person) => {
      await standings(world, node, person, ask);
      await notifications(world, node, person, ask);
    });
  }
}

type Ask = <T extends object>(what: string, act: () => Promise<T>) => Promise<T | null>;

async function history({ recorder }: World, node: Node, { id, owner }: Room, ask: Ask): Promise<void> {
  const { api } = owner.rest(node);
  const pages = await ask(`the history of ${id}`, async () => {
    const read: MessagePage[] = [];
    for (let after = 0, more = true; more;) {
      const page = await api.messages.page(id, { after, limit: PAGE });
      read.push(page);
      after = page.messages.at(-1)?.seq ?? after;
      more = page.hasMoreAfter;
    }
    return read;
  });
  for (const { messages, headSeq } of pages ?? []) {
    const seen = messages.map(seenMessage);
    recorder.final('history', { conversationId: id, node: node.name, userId: owner.id, headSeq, messages: seen });
  }
}

async function log({ recorder }: World, node: Node, { id, owner }: Room, ask: Ask): Promise<void> {
  const { api } = owner.rest(node);
  const ranges = await ask(`the log of ${id}`, async () => {
    const read: RangeResult[] = [];
    for (let fromSeq = 1, headSeq = 1; fromSeq <= headSeq;) {
      const query = { fromSeq, toSeq: fromSeq + RANGE - 1 };
      const range = await api.http.request<RangeResult>('GET', `/v1/conversations/${id}/events`, { query });
      read.push(range);
      headSeq = range.headSeq;
      fromSeq = (range.events.at(-1)?.seq ?? query.toSeq) + 1;
    }
    return read;
  });
  for (const { headSeq, events: told } of ranges ?? []) {
    const events = told.map((event: AnyConversationEvent) => seenEntry(event));
    const data = told.map((event) => event.data);
    recorder.final('log', { conversationId: id, node: node.name, userId: owner.id, headSeq, events, data });
  }
}

async function receipts({ recorder }: World, node: Node, { id, owner }: Room, ask: Ask): Promise<void> {
  const { api } = owner.rest(node);
  const told = await ask(`the receipts of ${id}`, () => api.conversations.receipts(id));
  if (told) recorder.final('receipts', { conversationId: id, node: node.name, userId: owner.id, receipts: told });
}

async function standings({ recorder }: World, node: Node, person: Person, ask: Ask): Promise<void> {
  const { api } = person.rest(node);
  const told = await ask(`what ${person.name} has not read`, () => api.conversations.unread());
  for (const standing of told ?? []) recorder.final('standing', { ...standing, userId: person.id, node: node.name });
}

async function notifications({ recorder }: World, node: Node, person: Person, ask: Ask): Promise<void> {
  const { api } = person.rest(node);
  const told = await ask(`the notifications of ${person.name}`, async () => {
    let page: NotificationPage | undefined;
    const items: NotificationPage['items'] = [];
    do {
      page = await api.notifications.list({ cursor: page?.nextCursor, limit: PAGE });
      items.push(...page.items);
    } while (page.nextCursor !== undefined);
    return { unread: page.unread, items };
  });
  if (!told) return;
  recorder.final('notifications', {
    node: node.name,
    userId: person.id,
    unread: told.unread,
    items: told.items.map(({ id, kind, conversationId, seq, actorId, readAt }) => {
      return { id, kind, conversationId, seq, actorId, read: readAt !== null };
    }),
  });
}
