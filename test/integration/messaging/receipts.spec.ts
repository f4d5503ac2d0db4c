import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CursorView } from '../../../src/contract/index.js';
import { RemoveMember } from '../../../src/groups/use-cases/remove-member.js';
import { DeleteMessage } from '../../../src/messaging/use-cases/delete-message.js';
import { EditMessage } from '../../../src/messaging/use-cases/edit-message.js';
import { ListReceipts } from '../../../src/messaging/use-cases/list-receipts.js';
import { ListUnread } from '../../../src/messaging/use-cases/list-unread.js';
import { MoveCursor } from '../../../src/messaging/use-cases/move-cursor.js';
import { MoveDelivered } from '../../../src/messaging/use-cases/move-delivered.js';
import { recount } from '../../../src/messaging/index.js';
import { toProblem } from '../../../src/platform/errors/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { MessagingNode, refusal } from './messaging-node.js';
import { random } from './random.js';

await describeWith('postgres', 'receipts and unread, over three nodes', () => {
  let nodes: MessagingNode[];
  let node: MessagingNode;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    nodes = await Promise.all([1, 2, 3].map(() => MessagingNode.start(url)));
    node = nodes[0]!;
  });
  afterAll(() => Promise.all(nodes?.map((n) => n.close()) ?? []));

  const moves = async (userId: string) => {
    const entries = await node.reader.range('user', userId, 1, 1e6, 1e6);
    return entries.map((e) => JSON.parse(e.payloadJson) as CursorView & { conversationId: string });
  };
  const recounted = () => node.database.transaction(recount);
  const read = (at: MessagingNode, user: string, id: string, readSeq: number) =>
    at.run(new MoveCursor(user, id, { readSeq }));

  it('never moves back or past the head, writes no entry when nothing moved, and says so to nobody else', async () => {
    const { id, people } = await node.group(1);
    const [author, reader] = people as [string, string];
    for (let i = 0; i < 5; i++) await node.send(author, id, `m${i}`);
    expect(await read(node, reader, id, 4)).toMatchObject({
      deliveredSeq: 4,
      readSeq: 4,
      unread: { messages: 2, atSeq: 6 },
    });
    expect(await read(nodes[1]!, reader, id, 2)).toMatchObject({ deliveredSeq: 4, readSeq: 4 });
    expect(await nodes[2]!.run(new MoveDelivered(reader, id, 3))).toEqual({ deliveredSeq: 4, readSeq: 4 });
    expect(await nodes[1]!.run(new MoveDelivered(reader, id, 6))).toEqual({ deliveredSeq: 6, readSeq: 4 });
    expect(await refusal(read(node, reader, id, 7))).toBe('messaging.receipt_past_head');
    expect(await refusal(read(node, newId(), id, 2))).toBe('messaging.conversation_not_found');
    expect(await refusal(read(node, reader, newId(), 1))).toBe('messaging.conversation_not_found');
    expect(await moves(reader)).toEqual([
      { conversationId: id, deliveredSeq: 4, readSeq: 4 },
      { conversationId: id, deliveredSeq: 6, readSeq: 4 },
    ]);
    expect(await node.ask(new ListReceipts(author, id))).toContainEqual({
      userId: reader,
      deliveredSeq: 6,
      readSeq: 4,
    });
    await node.run(new RemoveMember(author, id, reader));
    expect(await refusal(read(nodes[1]!, reader, id, 6))).toBe('messaging.conversation_not_found');
    expect(await refusal(nodes[2]!.ask(new ListReceipts(reader, id)))).toBe('messaging.conversation_not_found');
  });

  it('answers where the pointers stand, also at a node that has not heard of the last move', async () => {
    const { id, people } = await node.group(1);
    const [author, reader] = people as [string, string];
    for (let i = 0; i < 5; i++) await node.send(author, id, `m${i}`);
    expect(await nodes[1]!.run(new MoveDelivered(reader, id, 3))).toEqual({ deliveredSeq: 3, readSeq: 1 });
    await read(node, reader, id, 5);
    expect(await nodes[1]!.run(new MoveDelivered(reader, id, 2))).toEqual({ deliveredSeq: 5, readSeq: 5 });
  });

  it('does not say that nothing was stored when what is left unread cannot be counted behind a move', async () => {
    const { id, people } = await node.group(1);
    const [author, reader] = people as [string, string];
    for (let i = 0; i < 3; i++) await node.send(author, id, `m${i}`);
    const code = (readSeq: number) => read(node, reader, id, readSeq).catch((error: unknown) => toProblem(error).code);
    await nodes[1]!.database.transaction(async (tx) => {
      await tx.query('LOCK TABLE messages IN ACCESS EXCLUSIVE MODE');
      expect(await code(3)).toBe('platform.outcome_unknown');
      // Nothing is left to be stored, so nothing was.
      expect(await code(3)).toBe('platform.unavailable');
    });
    expect(await moves(reader)).toEqual([{ conversationId: id, deliveredSeq: 3, readSeq: 3 }]);
    expect(await read(node, reader, id, 3)).toMatchObject({ readSeq: 3, unread: { messages: 1, atSeq: 4 } });
  });

  it.each([1, 2, 3])(
    'grows step by step when devices race over all nodes, and ends at the furthest (I15, seed %i)',
    async (seed) => {
      const pick = random(seed);
      const { id, people } = await node.group(1);
      const [author, reader] = people as [string, string];
      await Promise.all(Array.from({ length: 30 }, (_, i) => node.send(author, id, `m${i}`)));
      const asked = Array.from(
        { length: 60 },
        () => [pick([true, false]), pick(Array.from({ length: 31 }, (_, i) => i + 1))] as const,
      );
      await Promise.all(
        asked.map(([isRead, seq]) =>
          pick(nodes).run<unknown>(
            isRead ? new MoveCursor(reader, id, { readSeq: seq }) : new MoveDelivered(reader, id, seq),
          ),
        ),
      );
      const [readTo, gotTo] = [
        Math.max(...asked.filter(([r]) => r).map(([, s]) => s)),
        Math.max(...asked.map(([, s]) => s)),
      ];
      const steps = await moves(reader);
      for (const [i, step] of steps.entries()) {
        const before = steps[i - 1] ?? { deliveredSeq: 0, readSeq: 0 };
        expect(step.deliveredSeq >= before.deliveredSeq && step.readSeq >= before.readSeq).toBe(true);
        expect(step.deliveredSeq + step.readSeq).toBeGreaterThan(before.deliveredSeq + before.readSeq);
      }
      expect(steps.at(-1)).toEqual({ conversationId: id, deliveredSeq: gotTo, readSeq: readTo });
      for (const n of nodes) {
        const mine = (await n.ask(new ListUnread(reader))).find((u) => u.conversationId === id);
        expect(mine).toEqual({
          conversationId: id,
          deliveredSeq: gotTo,
          readSeq: readTo,
          messages: 31 - readTo,
          mentions: 0,
          atSeq: 31,
        });
      }
    },
  );

  it('counts what the logs say: sends, mentions, edits, deletes, joinings and reads at random (I16)', async () => {
    const pick = random(7);
    const groups = await Promise.all([node.group(3, 'joined'), node.group(2, 'shared')]);
    for (let burst = 0; burst < 8; burst++) {
      await Promise.allSettled(
        Array.from({ length: 25 }, () => {
          const { id, people } = pick(groups);
          const who = pick(people);
          const text = pick(['plain', `@u${pick(people)}`, '@all look', `mail@u${people[0]!}`]);
          const seq = pick(Array.from({ length: 60 }, (_, i) => i + 1));
          const target = { conversationId: id, seq };
          const kind = pick(['send', 'send', 'send', 'edit', 'delete', 'read', 'read']);
          if (kind === 'send') return pick(nodes).send(who, id, text);
          if (kind === 'edit') return pick(nodes).run<unknown>(new EditMessage(who, target, text));
          if (kind === 'delete') return pick(nodes).run<unknown>(new DeleteMessage(who, target));
          return read(pick(nodes), who, id, seq);
        }),
      );
      const { id, people } = pick(groups);
      people.push(await node.add(people[0]!, id));
    }
    const report = await recounted();
    expect(report).toMatchObject({ skipped: 0, differences: [] });
    expect(report.members).toBeGreaterThan(10);
    const [unread] = await node.ask(new ListUnread(groups[0].people[1]!));
    expect(unread!.messages).toBeGreaterThan(0);
    const all = await Promise.all(groups.flatMap((g) => g.people.map((p) => node.ask(new ListUnread(p)))));
    expect(all.flat().reduce((sum, u) => sum + u.mentions, 0)).toBeGreaterThan(5);
  });

  it('finds a count that the tables got wrong, and a cursor that went back', async () => {
    const { id, people } = await node.group(1);
    const [author, reader] = people as [string, string];
    const { seq } = await node.send(author, id, 'one');
    await node.send(author, id, 'two');
    await read(node, reader, id, seq);
    const { hot } = node.database;
    await hot.query('DELETE FROM messages WHERE conversation_id = $1 AND seq > $2', [id, seq]);
    const missing = { conversationId: id, userId: reader, counted: { messages: 1 }, answered: { messages: 0 } };
    expect((await recounted()).differences).toMatchObject([missing]);
    await hot.query('UPDATE pointers SET read_seq = 1 WHERE user_id = $1', [reader]);
    const back = { counted: { readSeq: seq }, answered: { readSeq: 1 } };
    expect((await recounted()).differences).toMatchObject([back]);
  });
});
