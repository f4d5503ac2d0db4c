import { afterAll, beforeAll, expect, it } from 'vitest';
import { CreateGroup } from '../../../src/groups/use-cases/create-group.js';
import { RemoveMember } from '../../../src/groups/use-cases/remove-member.js';
import type { AppendLane } from '../../../src/platform/journal/index.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { type GroupsNode, startGroupsNode } from './groups-node.js';

interface Race {
  id: string;
  target: string;
  acked: number[];
  /** Sends accepted after the removal was asked for, and before it was committed. */
  overtaken: number;
}

await describeWith('postgres', 'a removal against sends in flight (B23)', () => {
  let nodes: GroupsNode[];
  let lanes: AppendLane[];

  beforeAll(async () => {
    const { url } = await freshDatabase();
    nodes = await Promise.all([startGroupsNode(url), startGroupsNode(url)]);
    lanes = nodes.map((node) => node.journal.lane(null));
  });
  afterAll(() => Promise.all(nodes?.map((node) => node.close()) ?? []));

  /** What a sender does: decide on what this node knows, append, and after a stale answer look again. */
  async function send(at: number, conversationId: string, userId: string): Promise<number | 'refused'> {
    const { api } = nodes[at]!;
    for (;;) {
      const mine = await api.membershipForAppend(conversationId, userId);
      if (!mine) return 'refused';
      const result = await lanes[at]!.append({
        kind: 'conversation',
        streamId: conversationId,
        type: 'messaging.message-sent.v1',
        actorId: userId,
        payload: { body: 'hello' },
        aclVersion: mine.aclVersion,
      });
      if (result.status === 'appended') return result.entry.seq;
      expect(result.status).toBe('stale');
      api.refresh(conversationId);
    }
  }

  /** Sends without pause over both nodes until refused; the removal comes after the given number of acks. */
  async function run(at: number, acksBefore: number): Promise<Race> {
    const [owner, target] = (await nodes[0]!.people(2)) as [string, string];
    const { id } = await nodes[0]!.run(new CreateGroup(owner, 'Race', [target], 'joined'));
    const race: Race = { id, target, acked: [], overtaken: 0 };
    let removal: Promise<void> | undefined;
    const sendUntilRefused = async (node: number): Promise<void> => {
      for (;;) {
        const seq = await send(node, id, target);
        if (seq === 'refused') return;
        race.acked.push(seq);
        if (removal) race.overtaken++;
        if (race.acked.length >= acksBefore) removal ??= nodes[at]!.run(new RemoveMember(owner, id, target));
      }
    };
    await Promise.all([sendUntilRefused(0), sendUntilRefused(1)]);
    await removal;
    return race;
  }

  it('B23 accepts no message of the removed one above the removal, in 100 races over two nodes', async () => {
    const races: Race[] = [];
    // In waves: a transaction that waits 1.5 s for a connection is refused, and this machine may be busy.
    while (races.length < 100)
      races.push(...(await Promise.all(Array.from({ length: 20 }, (_, i) => run(i % 2, 1 + (i % 5))))));

    for (const { id, target, acked } of races) {
      const head = (await nodes[0]!.reader.head(id))!;
      const log = await nodes[0]!.reader.range('conversation', id, 1, head.lastSeq, 100_000);
      expect(log.map((e) => e.seq)).toEqual(Array.from({ length: head.lastSeq }, (_, i) => i + 1));
      const removal = log.find((e) => e.type === 'groups.member-removed.v1' && e.payloadJson.includes(target))!;
      const own = log.filter((e) => e.actorId === target).map((e) => e.seq);
      expect(acked.sort((x, y) => x - y)).toEqual(own);
      for (const seq of own) expect(seq).toBeLessThan(removal.seq);
    }
    const raced = races.reduce((sum, race) => sum + race.overtaken, 0);
    expect(raced, 'sends accepted while removals were under way').toBeGreaterThan(0);
  });
});
