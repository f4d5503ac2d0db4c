import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConversationEntries, ConversationEntryType, MessageView } from '../../../src/contract/index.js';
import { RemoveMember } from '../../../src/groups/use-cases/remove-member.js';
import { AddReaction } from '../../../src/messaging/use-cases/add-reaction.js';
import { DeleteMessage } from '../../../src/messaging/use-cases/delete-message.js';
import { EditMessage } from '../../../src/messaging/use-cases/edit-message.js';
import { GetMessage } from '../../../src/messaging/use-cases/get-message.js';
import { ListMessages } from '../../../src/messaging/use-cases/list-messages.js';
import { ListVersions } from '../../../src/messaging/use-cases/list-versions.js';
import { RemoveReaction } from '../../../src/messaging/use-cases/remove-reaction.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { MessagingNode, refusal } from './messaging-node.js';
import { random } from './random.js';

await describeWith('postgres', 'changing messages, over two nodes', () => {
  let nodes: MessagingNode[];
  let node: MessagingNode;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    nodes = await Promise.all([MessagingNode.start(url), MessagingNode.start(url)]);
    node = nodes[0]!;
  });
  afterAll(() => Promise.all(nodes?.map((n) => n.close()) ?? []));

  const headOf = async (id: string) => (await node.reader.head(id))!.lastSeq;

  it('keeps every text of an edited message and takes the same text for no change', async () => {
    const { id, people } = await node.group(1);
    const [author, reader] = people as [string, string];
    const { seq } = await node.send(author, id, 'one');
    const target = { conversationId: id, seq };
    expect(await node.run(new EditMessage(author, target, 'two'))).toEqual({ seq, version: 2 });
    expect(await nodes[1]!.run(new EditMessage(author, target, 'two'))).toEqual({ seq, version: 2 });
    expect(await nodes[1]!.run(new EditMessage(author, target, 'three'))).toEqual({ seq, version: 3 });
    expect(await headOf(id)).toBe(seq + 2);
    const versions = await node.ask(new ListVersions(reader, id, seq));
    expect(versions.map((v) => [v.version, v.body])).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
    ]);
    const view = await node.ask(new GetMessage(reader, id, seq));
    expect(view).toMatchObject({ body: 'three', version: 3, editedAt: versions[2]!.at, sentAt: versions[0]!.at });
  });

  it('refuses with its stable code, storing nothing', async () => {
    const { id, people } = await node.group(2);
    const [owner, author, member] = people as [string, string, string];
    const { seq } = await node.send(author, id, 'text');
    const gone = await node.send(author, id, 'gone');
    const target = { conversationId: id, seq };
    await node.run(new DeleteMessage(author, { conversationId: id, seq: gone.seq }));
    const head = await headOf(id);
    const code = (command: EditMessage | DeleteMessage | AddReaction | RemoveReaction) => refusal(node.run(command));
    const deleted = { conversationId: id, seq: gone.seq };
    expect(await code(new EditMessage(owner, target, 'mine'))).toBe('messaging.not_the_author');
    expect(await code(new EditMessage(author, target, ' '))).toBe('messaging.invalid_body');
    expect(await code(new EditMessage(author, deleted, 'back'))).toBe('messaging.message_deleted');
    expect(await code(new AddReaction(author, deleted, '👍'))).toBe('messaging.message_deleted');
    expect(await code(new DeleteMessage(member, target))).toBe('messaging.may_not_delete');
    for (const seqOfNone of [1, head + 1, 2 ** 52]) {
      const none = { conversationId: id, seq: seqOfNone };
      expect(await code(new EditMessage(author, none, 'x'))).toBe('messaging.message_not_found');
      expect(await code(new DeleteMessage(owner, none))).toBe('messaging.message_not_found');
      expect(await code(new AddReaction(owner, none, '👍'))).toBe('messaging.message_not_found');
      expect(await code(new RemoveReaction(owner, none, '👍'))).toBe('messaging.message_not_found');
    }
    for (const bad of ['', 'a b', '\u0007', '\u200b', '👍'.repeat(17), '\ud83d'])
      expect(await code(new AddReaction(member, target, bad))).toBe('messaging.invalid_emoji');
    const stranger = newId();
    expect(await code(new EditMessage(stranger, target, 'x'))).toBe('messaging.conversation_not_found');
    expect(await code(new AddReaction(stranger, target, '👍'))).toBe('messaging.conversation_not_found');
    await nodes[1]!.send(member, id, 'known on the other node');
    await node.run(new RemoveMember(owner, id, member));
    expect(await refusal(nodes[1]!.run(new AddReaction(member, target, '👍')))).toBe(
      'messaging.conversation_not_found',
    );
    expect(await headOf(id)).toBe(head + 2);
  });

  it('erases a deleted text everywhere in the database, keeps its number and its clientMessageId', async () => {
    const { id, people } = await node.group(1);
    const [owner, author] = people as [string, string];
    const secret = `secret${newId()}`;
    const clientMessageId = newId();
    const sent = await node.send(author, id, secret, { clientMessageId });
    const target = { conversationId: id, seq: sent.seq };
    await node.run(new EditMessage(author, target, `edited ${secret}`));
    await node.run(new EditMessage(author, target, `again ${secret}`));
    await node.run(new AddReaction(owner, target, '👍'));
    expect(await tablesWith(secret)).toEqual(['entries', 'message_versions', 'messages']);
    await nodes[1]!.run(new DeleteMessage(owner, target));
    expect(await tablesWith(secret)).toEqual([]);
    const view = await node.ask(new GetMessage(author, id, sent.seq));
    expect(view).toMatchObject({ seq: sent.seq, id: sent.id, body: null, reactions: [], mentions: [] });
    expect(view.deletedAt).not.toBeNull();
    expect(await node.ask(new ListVersions(author, id, sent.seq))).toEqual([]);
    const head = await headOf(id);
    expect(await node.run(new DeleteMessage(author, target))).toEqual({ seq: sent.seq });
    expect(await node.send(author, id, secret, { clientMessageId })).toEqual(sent);
    expect(await headOf(id)).toBe(head);
    expect(await tablesWith(secret)).toEqual([]);
  });

  it('carries at most 50 different reactions, each of any number of people', async () => {
    const { id, people } = await node.group(1);
    const { seq } = await node.send(people[0]!, id, 'popular');
    const target = { conversationId: id, seq };
    for (let i = 0; i < 50; i++) await node.run(new AddReaction(people[0]!, target, `e${i}`));
    expect(await refusal(node.run(new AddReaction(people[1]!, target, 'one-more')))).toBe(
      'messaging.too_many_reactions',
    );
    expect((await node.run(new AddReaction(people[1]!, target, 'e7'))).seq).toBe(seq + 51);
    expect((await node.run(new AddReaction(people[1]!, target, 'e7'))).seq).toBeNull();
  });

  it.each([1, 2, 3])('ends where folding the log ends, after racing changes (I14, seed %i)', async (seed) => {
    const pick = random(seed);
    const { id, people } = await node.group(3);
    const admin = people[0]!;
    const seqs = (await Promise.all(people.map((p, i) => node.send(p, id, `text ${i}`)))).map((s) => s.seq);
    const emojis = ['👍', '❤️', 'ok'];
    const change = () => {
      const target = { conversationId: id, seq: pick(seqs) };
      const actor = pick(people);
      const kind = pick(['edit', 'edit', 'react', 'react', 'react', 'unreact', 'delete-rarely']);
      if (kind === 'edit') return new EditMessage(people[seqs.indexOf(target.seq)]!, target, `v ${pick([1, 2, 3, 4])}`);
      if (kind === 'react') return new AddReaction(actor, target, pick(emojis));
      if (kind === 'unreact') return new RemoveReaction(actor, target, pick(emojis));
      return pick([true, false, false]) ? new DeleteMessage(admin, target) : new AddReaction(actor, target, 'x');
    };
    for (let burst = 0; burst < 6; burst++)
      await Promise.allSettled(Array.from({ length: 25 }, () => pick(nodes).run(change() as AddReaction)));
    const log = await node.log(id);
    expect(log.map((e) => e.seq)).toEqual(log.map((_, i) => i + 1));
    const shown = (await node.ask(new ListMessages(people[1]!, id, {}))).messages;
    expect(shown.map(essence)).toEqual(fold(log).map(essence));
  });

  async function tablesWith(text: string): Promise<string[]> {
    const tables = await node.database.named<{ name: string }>(
      'test-tables',
      `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
      [],
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const sql = `SELECT 1 FROM ${name} t WHERE t::text LIKE $1 LIMIT 1`;
      if ((await node.database.hot.query(sql, [`%${text}%`])).rowCount) found.push(name);
    }
    return found;
  }
});

interface Folded {
  seq: number;
  body: string | null;
  version: number;
  reactions: Map<string, Set<string>>;
}

/** What a device holds after applying a log from its beginning. */
function fold(log: Array<{ seq: number; type: string; actorId: string; payloadJson: string }>): Folded[] {
  const messages = new Map<number, Folded>();
  for (const { seq, type, actorId, payloadJson } of log) {
    const data = JSON.parse(payloadJson) as never;
    const as = <T extends ConversationEntryType>(_: T) => data as ConversationEntries[T];
    if (type === 'messaging.message-sent.v1')
      messages.set(seq, { seq, body: as(type).body, version: 1, reactions: new Map() });
    const target = messages.get((data as { targetSeq: number }).targetSeq)!;
    if (type === 'messaging.message-edited.v1')
      Object.assign(target, { body: as(type).body, version: as(type).version });
    if (type === 'messaging.message-deleted.v1') Object.assign(target, { body: null, reactions: new Map() });
    if (type === 'messaging.reaction-added.v1') {
      const users = target.reactions.get(as(type).emoji) ?? new Set();
      expect(users.has(actorId), 'a reaction is added once').toBe(false);
      target.reactions.set(as(type).emoji, users.add(actorId));
    }
    if (type === 'messaging.reaction-removed.v1')
      expect(target.reactions.get(as(type).emoji)?.delete(actorId), 'only what is there is removed').toBe(true);
  }
  return [...messages.values()];
}

const essence = ({ seq, body, version, reactions }: Folded | MessageView) => ({
  seq,
  body,
  version,
  reactions: (reactions instanceof Map ? [...reactions] : reactions.map((r) => [r.emoji, r.userIds] as const))
    .map(([emoji, users]) => [emoji, [...users].sort()] as const)
    .filter(([, users]) => users.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
});
