import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { SendResult } from '../../../src/contract/index.js';
import { GroupsApi } from '../../../src/groups/index.js';
import { RemoveMember } from '../../../src/groups/use-cases/remove-member.js';
import { DeleteMessage } from '../../../src/messaging/use-cases/delete-message.js';
import { GetMessage } from '../../../src/messaging/use-cases/get-message.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { MessagingNode, refusal } from './messaging-node.js';

await describeWith('postgres', 'sending, over three nodes', () => {
  let nodes: MessagingNode[];
  let node: MessagingNode;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    nodes = await Promise.all([1, 2, 3].map(() => MessagingNode.start(url)));
    node = nodes[0]!;
  });
  afterAll(() => Promise.all(nodes?.map((n) => n.close()) ?? []));

  it('stores message, entry and outbox row as one, byte for byte', async () => {
    const { id, people } = await node.group(1);
    const body = ' \t“Ünïcödé” 👩‍👩‍👧 e\u0301 \u202e $1 \\x00 {"a":null}\r\n';
    const sent = await node.send(people[1]!, id, body);
    const [, entry] = await node.log(id);
    expect(entry).toMatchObject({
      seq: sent.seq,
      at: sent.sentAt,
      actorId: people[1],
      type: 'messaging.message-sent.v1',
    });
    expect(JSON.parse(entry!.payloadJson)).toMatchObject({
      messageId: sent.id,
      body,
      mentions: [],
      mentionsAll: false,
    });
    const view = await nodes[1]!.ask(new GetMessage(people[0]!, id, sent.seq));
    expect(view).toMatchObject({
      id: sent.id,
      seq: sent.seq,
      sentAt: sent.sentAt,
      body,
      authorId: people[1],
      version: 1,
    });
  });

  it('refuses with its stable code, storing nothing', async () => {
    const { id, people } = await node.group(1);
    const [me] = people as [string];
    const { seq } = await node.send(me, id, 'here');
    const send = (body: string, over = {}) => refusal(node.send(me, id, body, over));
    expect(await send('')).toBe('messaging.invalid_body');
    expect(await send(' \u200b\u2060\ufeff\n\u3164')).toBe('messaging.invalid_body');
    expect(await send('a\u0000b')).toBe('messaging.invalid_body');
    expect(await send('a\ud800b')).toBe('messaging.invalid_body');
    expect(await send('😀'.repeat(8_001))).toBe('messaging.invalid_body');
    expect(await send('a', { replyToSeq: seq + 1 })).toBe('messaging.reply_target_not_found');
    expect(await send('a', { replyToSeq: 1 })).toBe('messaging.reply_target_not_found');
    expect(await refusal(node.send(newId(), id, 'a'))).toBe('messaging.conversation_not_found');
    expect(await refusal(node.send(me, newId(), 'a'))).toBe('messaging.conversation_not_found');
    expect((await node.reader.head(id))!.lastSeq).toBe(seq);
    expect((await node.send(me, id, '😀'.repeat(8_000), { replyToSeq: seq })).seq).toBe(seq + 1);
  });

  it('hides from a late joiner what lies before his joining, as a reply target too', async () => {
    const { id, people } = await node.group(0, 'joined');
    const { seq } = await node.send(people[0]!, id, 'before');
    const late = await node.add(people[0]!, id);
    expect(await refusal(nodes[1]!.send(late, id, 'me too', { replyToSeq: seq }))).toBe(
      'messaging.reply_target_not_found',
    );
    expect(await refusal(nodes[1]!.ask(new GetMessage(late, id, seq)))).toBe('messaging.message_not_found');
  });

  it('C19 makes one message of 2 to 50 retries at once over all nodes, every answer the same (I26)', async () => {
    const { id, people } = await node.group(3);
    for (const [round, retries] of [2, 5, 20, 50].entries()) {
      const clientMessageId = newId();
      const noise = people.map((p, i) => nodes[i % 3]!.send(p, id, 'noise'));
      const answers = await Promise.all(
        Array.from({ length: retries }, (_, i) =>
          nodes[i % 3]!.send(people[1]!, id, `once ${round}`, { clientMessageId }),
        ),
      );
      await Promise.all(noise);
      expect(new Set(answers.map((a) => JSON.stringify(a))).size).toBe(1);
      const stored = (await node.log(id)).filter((e) => e.payloadJson.includes(clientMessageId));
      expect(stored.map((e) => e.seq)).toEqual([answers[0]!.seq]);
    }
    const numbers = (await node.log(id)).map((e) => e.seq);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  });

  it('C20 keeps one of two bodies racing under one id and refuses the other, for ever', async () => {
    const { id, people } = await node.group(0);
    const clientMessageId = newId();
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) => nodes[i % 3]!.send(people[0]!, id, `body ${i % 2}`, { clientMessageId })),
    );
    const acked = results.flatMap((r) => (r.status === 'fulfilled' ? [r.value] : []));
    const refused = results.flatMap((r) => (r.status === 'rejected' ? [r.reason as { code: string }] : []));
    expect(acked).toHaveLength(15);
    expect(new Set(acked.map((a: SendResult) => a.id)).size).toBe(1);
    expect(new Set(refused.map((r) => r.code))).toEqual(new Set(['messaging.client_message_id_conflict']));
    const winner = (await node.ask(new GetMessage(people[0]!, id, acked[0]!.seq))).body!;
    const reply = { clientMessageId, replyToSeq: acked[0]!.seq };
    expect(await refusal(node.send(people[0]!, id, winner, reply))).toBe('messaging.client_message_id_conflict');
    expect(await node.send(people[0]!, id, winner, { clientMessageId })).toEqual(acked[0]);
    expect(await node.log(id)).toHaveLength(2);
  });

  it('stores an answer to a message that is being deleted once, and refuses none of its repeats (I2)', async () => {
    const { id, people } = await node.group(1);
    for (let round = 0; round < 10; round++) {
      const target = await node.send(people[0]!, id, 'soon gone');
      const answer = { clientMessageId: newId(), replyToSeq: target.seq };
      const attempt = (n: number) => nodes[n % 3]!.send(people[1]!, id, 'why?', answer);
      const early = [0, 1, 2].map(attempt);
      const gone = node.run(new DeleteMessage(people[0]!, { conversationId: id, seq: target.seq }));
      const meanwhile = [3, 4, 5].map(attempt);
      await gone;
      const all = await Promise.all([...early, ...meanwhile, ...[6, 7, 8].map(attempt)]);
      expect(new Set(all.map(({ seq }) => seq)).size).toBe(1);
    }
    const { seq } = await node.send(people[0]!, id, 'gone');
    await node.run(new DeleteMessage(people[0]!, { conversationId: id, seq }));
    const late = await node.send(people[1]!, id, 'still said', { replyToSeq: seq });
    expect(await node.ask(new GetMessage(people[0]!, id, late.seq))).toMatchObject({ replyToSeq: seq });
  });

  it('C19 takes the same clientMessageId of two senders, and in two conversations, as different messages', async () => {
    const [one, two] = [await node.group(1), await node.group(0)];
    const clientMessageId = newId();
    await node.add(two.people[0]!, two.id, one.people[0]);
    const ids = [
      await node.send(one.people[0]!, one.id, 'x', { clientMessageId }),
      await node.send(one.people[1]!, one.id, 'x', { clientMessageId }),
      await node.send(one.people[0]!, two.id, 'x', { clientMessageId }),
    ].map((r) => r.id);
    expect(new Set(ids).size).toBe(3);
  });

  it('owes a removed member the first answer to what was stored before, and nothing else', async () => {
    const { id, people } = await node.group(1);
    const clientMessageId = newId();
    const first = await nodes[1]!.send(people[1]!, id, 'kept', { clientMessageId });
    await node.run(new RemoveMember(people[0]!, id, people[1]!));
    for (const n of nodes) {
      expect(await n.send(people[1]!, id, 'kept', { clientMessageId })).toEqual(first);
      expect(await refusal(n.send(people[1]!, id, 'other', { clientMessageId }))).toBe(
        'messaging.client_message_id_conflict',
      );
      expect(await refusal(n.send(people[1]!, id, 'new'))).toBe('messaging.conversation_not_found');
    }
  });

  it('lets nothing of a removed member above the removal, and keeps his pipelined sends in order (I6, I19)', async () => {
    for (let round = 0; round < 10; round++) {
      const { id, people } = await node.group(1);
      const [owner, target] = people as [string, string];
      await nodes[1]!.send(target, id, 'warm');
      const sends = Array.from({ length: 30 }, (_, i) =>
        nodes[1]!.send(target, id, `${i}`, i % 3 ? {} : { replyToSeq: 2 }).catch(() => null),
      );
      if (round % 2) await sends[5];
      const removal = node.run(new RemoveMember(owner, id, target));
      const acked = (await Promise.all(sends)).map((s) => s?.seq ?? null);
      await removal;
      const log = await node.log(id);
      const removedAt = log.find((e) => e.type === 'groups.member-removed.v1')!.seq;
      const own = log.filter((e) => e.actorId === target);
      expect(own.every((e) => e.seq < removedAt)).toBe(true);
      expect(acked.filter((s) => s !== null)).toEqual(own.slice(1).map((e) => e.seq));
    }
  });

  // The last one: for three seconds after it these nodes take nothing.
  it('stores nothing of a send during which the node stood still, for a repeat may have been refused (I2)', async () => {
    const { id, people } = await node.group(1);
    const groups = node.app.get(GroupsApi);
    const membership = groups.membershipForAppend.bind(groups);
    const still = vi.spyOn(groups, 'membershipForAppend').mockImplementation(async (...args) => {
      const found = await membership(...args);
      // As long as nobody waits: the whole process stands.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5_500);
      return found;
    });
    expect(await refusal(node.send(people[1]!, id, 'late'))).toBe('platform.unavailable');
    still.mockRestore();
    expect((await node.log(id)).map((entry) => entry.type)).not.toContain('messaging.message-sent.v1');
  });
});
