import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ResumeResult } from '../../../src/contract/index.js';
import { GetRange } from '../../../src/messaging/use-cases/get-range.js';
import { Resume } from '../../../src/messaging/use-cases/resume.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { MessagingNode } from './messaging-node.js';

/** What a node asks by itself, whoever resumes. */
const BACKGROUND = /^(relay|position|revoked|idempotency|dead-letters|presence)-/;

await describeWith('postgres', 'resume', () => {
  let node: MessagingNode;
  let epoch: string;

  beforeAll(async () => {
    node = await MessagingNode.start((await freshDatabase()).url);
    epoch = await node.reader.epoch();
  });
  afterAll(() => node?.close());

  const resume = async (userId: string, conversations: Record<string, number>) => {
    const { json, upTo } = await node.ask(new Resume(userId, { epoch, userSeq: 0, conversations }));
    return { ...(JSON.parse(json) as ResumeResult), upTo };
  };

  it('takes four statements, for one conversation as for thirty', async () => {
    const [me] = (await node.people(1)) as [string];
    const asked: unknown[] = [];
    const ids: string[] = [];
    for (const many of [1, 30]) {
      while (ids.length < many) {
        const { id, people } = await node.group(0);
        await node.add(people[0]!, id, me);
        await node.send(people[0]!, id, 'missed');
        ids.push(id);
      }
      const spy = vi.spyOn(node.database.hot, 'query');
      const { conversations, upTo } = await resume(me, Object.fromEntries(ids.map((id) => [id, 1])));
      asked.push(
        spy.mock.calls
          .map(([query]) => (query as { name?: string }).name)
          .filter((name) => !BACKGROUND.test(name ?? '')),
      );
      spy.mockRestore();
      for (const id of ids) {
        expect(conversations[id]).toMatchObject({ kind: 'range', headSeq: 3, events: [{ seq: 2 }, { seq: 3 }] });
        expect(upTo.get(id)).toBe(3);
      }
    }
    const four = ['groups-conversations-of', 'journal-heads', 'conversation-states', 'journal-ranges'];
    expect(asked).toEqual([four, four]);
  });

  it('resets what the log no longer keeps whole, what is too far behind and what lies before the joining', async () => {
    const { id, people } = await node.group(1, 'joined');
    const [owner, member] = people as [string, string];
    for (let i = 0; i < 6; i++) await node.send(owner, id, `m${i}`);
    const late = await node.add(owner, id);
    expect((await resume(late, { [id]: 3 })).conversations[id]!.kind).toBe('reset');
    expect((await resume(late, { [id]: 7 })).conversations[id]).toMatchObject({ kind: 'range', events: [{ seq: 8 }] });
    await node.database.hot.query('DELETE FROM entries WHERE stream_id = $1 AND seq <= 4', [id]);
    expect((await resume(member, { [id]: 3 })).conversations[id]).toMatchObject({ kind: 'reset', headSeq: 8 });
    expect((await resume(member, { [id]: 4 })).conversations[id]!.kind).toBe('range');
    const range = async (fromSeq: number, userId = member) =>
      JSON.parse(await node.ask(new GetRange(userId, { conversationId: id, fromSeq }))) as object;
    expect(await range(3)).toEqual({ headSeq: 8, events: [], reset: true });
    expect(await range(6, late)).toEqual({ headSeq: 8, events: [], reset: true });
    expect(await range(8, late)).toMatchObject({ reset: false, events: [{ seq: 8 }] });
    for (const part of [250, 251]) await Promise.all(Array.from({ length: part }, () => node.send(owner, id, 'x')));
    expect((await resume(member, { [id]: 8 })).conversations[id]).toMatchObject({ kind: 'reset', headSeq: 509 });
    expect((await resume(member, { [id]: 9 })).conversations[id]!.kind).toBe('range');
  });
});
