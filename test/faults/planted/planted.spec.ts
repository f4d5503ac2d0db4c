import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { until } from '../../../scripts/parts/until.js';
import type { ResumeResult } from '../../../src/contract/index.js';
import { RemoveMember } from '../../../src/groups/use-cases/remove-member.js';
import { DeleteMessage } from '../../../src/messaging/use-cases/delete-message.js';
import { EditMessage } from '../../../src/messaging/use-cases/edit-message.js';
import { GetMessage } from '../../../src/messaging/use-cases/get-message.js';
import { ListMessages } from '../../../src/messaging/use-cases/list-messages.js';
import { ListReceipts } from '../../../src/messaging/use-cases/list-receipts.js';
import { ListUnread } from '../../../src/messaging/use-cases/list-unread.js';
import { MoveCursor } from '../../../src/messaging/use-cases/move-cursor.js';
import { Resume } from '../../../src/messaging/use-cases/resume.js';
import { RevokedSessions } from '../../../src/platform/auth/revoked-sessions.js';
import type { Database } from '../../../src/platform/database/index.js';
import type { CommittedEntry } from '../../../src/platform/journal/index.js';
import { OutboxWriter, PendingRowsReader, ShardLeases } from '../../../src/platform/journal/relay/index.js';
import { Gate } from '../../../src/platform/realtime/streams/gate.js';
import { Stream } from '../../../src/platform/realtime/streams/stream.js';
import { Subscription } from '../../../src/platform/realtime/connection/subscription.js';
import { MemoryLeaseStore } from '../../../src/presence/persistence/memory-lease-store.js';
import { SystemClock } from '../../../src/shared/clock.js';
import { newId } from '../../../src/shared/ids.js';
import { MessagingNode, refusal } from '../../integration/messaging/messaging-node.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { PLANTED_BUGS, type PlantName } from './bugs.js';
import { unplant } from './patch.js';
import { PLANTS } from './plants.js';

const bites = (name: PlantName, proof: () => Promise<void>) =>
  it(`${name} bites, and is gone when it is taken out`, async () => {
    await expect(proof(), 'nothing planted yet').rejects.toThrow();
    PLANTS[name]();
    await proof();
  });

afterEach(() => {
  unplant();
  vi.restoreAllMocks();
});

it('has a way to plant every bug of the list', () => {
  expect(Object.keys(PLANTS)).toEqual(Object.keys(PLANTED_BUGS));
});

await describeWith('postgres', 'bugs planted in what is stored', () => {
  let node: MessagingNode;
  let id: string;
  let owner: string;
  let other: string;

  beforeAll(async () => {
    node = await MessagingNode.start((await freshDatabase()).url);
    const group = await node.group(1);
    id = group.id;
    [owner, other] = group.people as [string, string];
  });
  afterAll(() => node?.close());

  const say = (body = 'hello', clientMessageId = newId()) => node.send(owner, id, body, { clientMessageId });
  const numbers = async () => (await node.log(id)).map(({ seq }) => seq);
  const many = async (n: number) => {
    const sent = [];
    for (let i = 0; i < n; i++) sent.push(await say());
    return sent;
  };

  bites('drop-acked', async () => {
    const sent = await many(40);
    const there = await numbers();
    expect(sent.filter(({ seq }) => !there.includes(seq))).toHaveLength(1);
  });

  bites('ack-before-commit', async () => {
    const acks = (await many(40)).map(({ seq }) => seq);
    expect(new Set([...acks, (await say()).seq]).size).toBeLessThan(41);
  });

  bites('duplicate-on-retry', async () => {
    const clientMessageId = newId();
    const [first, second] = [await say('once', clientMessageId), await say('once', clientMessageId)];
    expect(second.seq).toBeGreaterThan(first.seq);
  });

  bites('swap-numbers', async () => {
    const sent: Array<{ id: string; seq: number }> = [];
    for (let i = 0; i < 11; i++) {
      sent.push(await say());
      // The bug swaps only what is certainly one after the other.
      await delay(60);
    }
    const moved = async () => {
      const now = await node.ask(new ListMessages(owner, id, { limit: 200 }));
      return sent.some(({ id: messageId, seq }) => now.messages.find((m) => m.id === messageId)?.seq !== seq);
    };
    await until('two have changed places', 3_000, moved);
  });

  bites('skip-number', async () => {
    const acks = (await many(31)).map(({ seq }) => seq);
    expect(acks.some((seq, i) => i > 0 && seq === acks[i - 1]! + 2)).toBe(true);
  });

  bites('lose-edit', async () => {
    const { seq } = await say();
    const versions = [];
    for (let i = 0; i < 3; i++) {
      versions.push((await node.run(new EditMessage(owner, { conversationId: id, seq }, `edit ${i}`))).version);
    }
    expect((await node.ask(new GetMessage(owner, id, seq))).version).toBeLessThan(versions.at(-1)!);
  });

  bites('lose-removal', async () => {
    const removed = async () => {
      await node.run(new RemoveMember(owner, id, await node.add(owner, id)));
      return (await node.log(id)).at(-1)!.type;
    };
    expect([await removed(), await removed()]).toContain('groups.member-added.v1');
  });

  bites('resurrect-delete', async () => {
    const sent = await many(2);
    for (const { seq } of sent) await node.run(new DeleteMessage(owner, { conversationId: id, seq }));
    const bodies = await Promise.all(
      sent.map(async ({ seq }) => (await node.ask(new GetMessage(owner, id, seq))).body),
    );
    expect(bodies).toContain('hello');
  });

  bites('emit-rolled-back', async () => {
    const heard: number[] = [];
    node.journal.onCommitted((entries) => heard.push(...entries.map(({ seq }) => seq)));
    const { seq } = await say();
    const edit = (i: number) => node.run(new EditMessage(owner, { conversationId: id, seq }, `edit ${i}`));
    let refused = '';
    for (let i = 0; i < 8 && refused === ''; i++) refused = await refusal(edit(i)).catch(() => '');
    expect(refused).toBe('platform.unavailable');
    expect(heard.at(-1)).toBeGreaterThan((await numbers()).at(-1)!);
  });

  bites('unread-off-by-one', async () => {
    await node.run(new MoveCursor(other, id, { readSeq: (await say()).seq }));
    await say();
    expect((await node.ask(new ListUnread(other)))[0]!.messages).toBe(2);
  });

  bites('cursor-goes-back', async () => {
    const moved: number[] = [];
    for (const { seq } of await many(8)) {
      await node.run(new MoveCursor(other, id, { readSeq: seq }));
      moved.push((await node.ask(new ListReceipts(owner, id))).find(({ userId }) => userId === other)!.readSeq);
    }
    expect(moved.some((seq, i) => i > 0 && seq <= moved[i - 1]!)).toBe(true);
  });

  bites('resume-hole', async () => {
    const [first] = await many(4);
    const epoch = await node.reader.epoch();
    const input = { epoch, userSeq: 0, conversations: { [id]: first!.seq } };
    const { json } = await node.ask(new Resume(owner, input));
    const answer = (JSON.parse(json) as ResumeResult).conversations[id]!;
    if (answer.kind !== 'range') throw new Error('reset');
    expect(answer.events.length).toBe(answer.headSeq - first!.seq - 1);
  });

  bites('stale-page', async () => {
    const { seq } = await say();
    const newest = async () => (await node.ask(new ListMessages(owner, id, { limit: 200 }))).messages.at(-1)?.seq;
    const pages = await Promise.all(Array.from({ length: 40 }, newest));
    expect(pages.some((last) => last !== seq)).toBe(true);
  });

  bites('reuse-after-restore', async () => {
    const before = await node.reader.refreshEpoch();
    await node.database.hot.query('UPDATE deployment SET epoch = gen_random_uuid()');
    expect(await node.reader.refreshEpoch()).toBe(before);
  });

  bites('accept-revoked', async () => {
    const sessions = new RevokedSessions(node.database);
    const session = newId();
    await node.database.transaction((tx) => sessions.revokeWithin(tx, owner, [session]));
    expect(sessions.isRevoked(session)).toBe(false);
  });

  bites('refuse-resume', async () => {
    const resume = () => node.ask(new Resume(owner, { epoch: null, userSeq: 0, conversations: {} }));
    for (let i = 0; i < 50; i++) await resume().catch(() => undefined);
    await expect(resume()).rejects.toMatchObject({ code: 'platform.unavailable' });
  });

  bites('relay-by-id', async () => {
    const reader = new PendingRowsReader(node.database);
    const shards = Array.from({ length: 64 }, (_, shard) => shard);
    await say();
    await reader.read(shards, 10_000);
    expect(await reader.read(shards, 10_000)).toEqual([]);
  });

  bites('relay-skip-locked', async () => {
    const [a, b] = [node, node].map(({ database }) => new ShardLeases(database, async () => undefined));
    expect([a!.current().size, b!.current().size]).toEqual([64, 64]);
    await many(2);
    const reader = new PendingRowsReader(node.database);
    const before = await pending(node.database);
    const rows = await reader.read([], 10);
    expect(await new OutboxWriter(node.database, 'somebody').settle(rows, new Map())).toBe(rows.length);
    expect(await pending(node.database)).toBe(before - rows.length);
  });
});

describe('bugs planted in what is live', () => {
  const entry = (seq: number, aclVersion = 1) =>
    ({ kind: 'conversation', streamId: 's', seq, aclVersion, payloadJson: '{}' }) as CommittedEntry;

  bites('lose-last-event', async () => {
    const passed: number[] = [];
    const side = { pass: (e: CommittedEntry) => void passed.push(e.seq), read: async () => [], head: async () => 0 };
    const gate = new Gate(side, 10);
    gate.open(0);
    for (let seq = 1; seq <= 20; seq++) gate.offer(entry(seq));
    expect(passed).toHaveLength(19);
  });

  bites('deliver-to-removed', async () => {
    const none = { aclVersion: 2, members: new Map<string, number>() };
    const dropped: unknown[] = [];
    const stream = new Stream('s', 'conversation', {
      read: async () => [],
      head: async () => 0,
      membersOf: async () => none,
      dropped: (subscription) => dropped.push(subscription),
      passed: () => undefined,
    }, 10); // prettier-ignore
    const receiver = { userId: 'gone', subscriptions: new Map(), write: () => undefined };
    stream.listeners.add(new Subscription('s', receiver, 0, 0));
    await stream.check(2);
    expect([dropped.length, stream.aclVersion]).toEqual([0, 2]);
  });

  bites('ghost-presence', async () => {
    const store = new MemoryLeaseStore(new SystemClock());
    await store.hold('user', 'phone', false, 20);
    await store.release('user', 'phone');
    await delay(30);
    expect((await store.statusOf(['user'])).get('user')).toBe('online');
  });
});

async function pending(database: Database): Promise<number> {
  return (await database.hot.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox')).rows[0]!.n;
}
