import type { EachBatchPayload, Kafka } from 'kafkajs';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Pulse } from '../delivery.js';
import type { Consumer } from '../reaction.js';
import type { ReactionRunner } from '../reaction-runner.js';
import { ReactionConsumer } from './reaction-consumer.js';
import type { Topics } from './topics.js';

const [heartbeat, resolveOffset] = [vi.fn(() => Promise.resolve()), vi.fn()];
const message = { key: null, value: null, headers: {}, offset: '7' };
beforeEach(() => void vi.clearAllMocks());

/** A batch of one record that is at work in the runner as `work` says. */
async function batch(isRunning: () => boolean, work: (pulse: Pulse, consumer: ReactionConsumer) => Promise<void>) {
  const deliverAll = (_: Consumer, __: unknown, pulse: Pulse) => work(pulse, consumer);
  const runner = { deliverAll } as unknown as ReactionRunner;
  const of: Consumer = { name: 'test.effects', on: new Map() };
  const consumer = new ReactionConsumer(of, {} as Kafka, {} as Topics, runner, () => Promise.resolve());
  const payload = { batch: { messages: [message] }, heartbeat, resolveOffset, isRunning, isStale: () => false };
  const run = consumer as unknown as { eachBatch(payload: EachBatchPayload): Promise<void> };
  await run.eachBatch(payload as unknown as EachBatchPayload);
}

it('gets on, for the group and for the watchdog, with each transaction of a batch', async () => {
  await batch(
    () => true,
    async (pulse, consumer) => {
      heartbeat.mockClear();
      consumer.lastProgress = -60_000;
      await pulse.beat();
      expect(heartbeat).toHaveBeenCalledOnce();
      expect(consumer.lastProgress).toBeGreaterThan(0);
    },
  );
  expect(resolveOffset).toHaveBeenCalledWith('7');
});

it('ends between two transactions once it was given up', async () => {
  let running = true;
  let went = false;
  await batch(
    () => running,
    async (pulse) => {
      running = false;
      await pulse.beat();
      went = true;
    },
  );
  expect([went, resolveOffset.mock.calls]).toEqual([false, []]);
});
