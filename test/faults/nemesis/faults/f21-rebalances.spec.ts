import kafkajs, { type Admin, type Consumer } from 'kafkajs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { kafkaClient } from '../../../../scripts/replay/faults/topics.js';
import { describeWith } from '../../../support/parts.js';
import type { OwnScene } from '../fault.js';
import { f21 } from './f21-rebalances.js';

const TOPIC = 'parley.groups.events';
const GROUP = 'parley.f21';
const JOINS_MS = 50_000;
const REFUSED_MS = 10_000;

const { roundRobin } = kafkajs.PartitionAssigners;
/** Whoever speaks only this cannot be in a group with others. */
const another: typeof roundRobin = (options) => ({
  ...roundRobin(options),
  name: 'AnotherAssigner',
  protocol: ({ topics }) => ({
    name: 'AnotherAssigner',
    metadata: kafkajs.AssignerProtocol.MemberMetadata.encode({ version: 0, topics, userData: Buffer.alloc(0) }),
  }),
});

await describeWith('kafka', 'F21', (brokers) => {
  const kafka = kafkaClient(brokers);
  const scene = { cluster: { stack: { kafka: { brokers } } } } as OwnScene;
  let admin: Admin;
  let member: Consumer;

  beforeAll(async () => {
    admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 2 }] });
  });
  afterEach(async () => {
    await member?.disconnect();
    await admin.deleteGroups([GROUP]);
  });
  afterAll(async () => {
    await admin.deleteTopics({ topics: [TOPIC] });
    await admin.disconnect();
  });

  async function bites(assigner: typeof roundRobin, withinMs: number): Promise<number> {
    member = kafka.consumer({ groupId: GROUP, partitionAssigners: [assigner] });
    const joined = new Promise((resolve) => member.on(member.events.GROUP_JOIN, resolve));
    await member.connect();
    await member.subscribe({ topics: [TOPIC] });
    await member.run({ eachMessage: async () => undefined });
    await joined;
    const { bit, heal } = await f21.inject(scene);
    try {
      await expect
        .poll(bit, { timeout: withinMs })
        .toBeGreaterThan(0)
        .catch(() => undefined);
      return await bit();
    } finally {
      await heal();
    }
  }

  it('has bitten when a group has let a stranger in', { timeout: 120_000 }, async () => {
    expect(await bites(roundRobin, JOINS_MS)).toBeGreaterThan(0);
  });

  it('has not bitten as long as the groups refuse every stranger', { timeout: 120_000 }, async () => {
    expect(await bites(another, REFUSED_MS)).toBe(0);
  });
});
