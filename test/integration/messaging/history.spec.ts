import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RemoveMember } from '../../../src/groups/use-cases/remove-member.js';
import { ListMessages, type PageWanted } from '../../../src/messaging/use-cases/list-messages.js';
import { ListVersions } from '../../../src/messaging/use-cases/list-versions.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { MessagingNode, refusal } from './messaging-node.js';

await describeWith('postgres', 'history', () => {
  let node: MessagingNode;
  let other: MessagingNode;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    [node, other] = await Promise.all([MessagingNode.start(url), MessagingNode.start(url)]);
  });
  afterAll(() => Promise.all([node?.close(), other?.close()]));

  const page = (userId: string, id: string, wanted: PageWanted = {}) => other.ask(new ListMessages(userId, id, wanted));

  it('answers every window as slicing the whole would', async () => {
    const { id, people } = await node.group(0);
    const me = people[0]!;
    const seqs: number[] = [];
    for (let i = 0; i < 23; i++) {
      if (i % 7 === 3) await node.add(me, id); // entries that are no messages lie in between
      seqs.push((await node.send(me, id, `m${i}`)).seq);
    }
    const head = seqs.at(-1)!;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('before', 'after', 'around', 'newest'),
        fc.integer({ min: 1, max: head + 3 }),
        fc.integer({ min: 1, max: 30 }),
        async (kind, at, limit) => {
          const got = await page(me, id, kind === 'newest' ? { limit } : { [kind]: at, limit });
          const older = seqs.filter((s) => (kind === 'after' ? s <= at : kind === 'newest' || s < at));
          const newer = seqs.filter((s) => !older.includes(s));
          const down = kind === 'after' ? 0 : kind === 'around' ? Math.floor(limit / 2) : limit;
          const up = kind === 'after' ? limit : kind === 'around' ? limit - down : 0;
          const expected = [...(down ? older.slice(-down) : []), ...newer.slice(0, up)];
          expect(got.messages.map((m) => m.seq)).toEqual(expected);
          expect(got).toMatchObject({
            hasMoreBefore: older.length > down,
            hasMoreAfter: newer.length > up,
            headSeq: head,
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('B10 shows a late joiner the log from his joining on, or all of it where history is shared', async () => {
    for (const visibility of ['joined', 'shared'] as const) {
      const { id, people } = await node.group(0, visibility);
      await node.send(people[0]!, id, 'before');
      const late = await node.add(people[0]!, id);
      await node.send(people[0]!, id, 'after');
      const bodies = (await page(late, id)).messages.map((m) => m.body);
      expect(bodies).toEqual(visibility === 'joined' ? ['after'] : ['before', 'after']);
      expect((await page(late, id, { before: 4, limit: 1 })).hasMoreBefore).toBe(false);
    }
  });

  it('B7 shows strangers and removed members nothing, also on a node that has not heard of it', async () => {
    const { id, people } = await node.group(1);
    const { seq } = await node.send(people[0]!, id, 'secret');
    expect((await page(people[1]!, id)).messages).toHaveLength(1);
    await node.run(new RemoveMember(people[0]!, id, people[1]!));
    expect(await refusal(page(people[1]!, id))).toBe('messaging.conversation_not_found');
    expect(await refusal(other.ask(new ListVersions(people[1]!, id, seq)))).toBe('messaging.conversation_not_found');
    expect(await refusal(page(newId(), id))).toBe('messaging.conversation_not_found');
    expect(await refusal(page(people[0]!, newId()))).toBe('messaging.conversation_not_found');
  });
});
