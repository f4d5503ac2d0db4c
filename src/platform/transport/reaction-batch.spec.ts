import { expect, it } from 'vitest';
import type { EventEnvelope } from '../../shared/event-envelope.js';
import { deliveryOf } from './delivery.js';
import type { Positions } from './positions.js';
import type { Consumer } from './reaction.js';
import { ReactionBatch } from './reaction-batch.js';

const reaction = (together: boolean) => Object.assign(async () => undefined, { together });
const consumer: Consumer = {
  name: 'test',
  on: new Map([
    ['sent', reaction(true)],
    ['read', reaction(true)],
    ['edited', reaction(false)],
  ]),
};
/** Every stream stands at 10. */
const positions = { peek: () => ({ stored: 10, seen: 10 }) } as unknown as Positions;

/** Entries as `type stream seq`; what of them is committed together, and what it moves. */
function runsOf(...entries: string[]): string[][] {
  const batch = new ReactionBatch(consumer, positions);
  for (const entry of entries) {
    const [type, streamId, seq] = entry.split(' ') as [string, string, string];
    batch.offer(
      deliveryOf(() => ({}) as EventEnvelope, type, streamId, Number(seq), {}),
      false,
    );
  }
  return batch
    .runs()
    .map(({ deliveries, moves }) => [
      deliveries.map(({ type, streamId, seq }) => `${type} ${streamId} ${seq}`).join(', '),
      ...[...moves.values()].map(({ streamId, from, to }) => `${streamId}: ${from} to ${to}`),
    ]);
}

it('puts what one reaction takes into one run, whatever stands between, and keeps the order of each stream', () => {
  expect(runsOf('sent a 11', 'read u 11', 'sent b 11', 'read v 11', 'sent a 12')).toEqual([
    ['sent a 11, sent b 11, sent a 12', 'a: 10 to 12', 'b: 10 to 11'],
    ['read u 11, read v 11', 'u: 10 to 11', 'v: 10 to 11'],
  ]);
  expect(runsOf('sent a 11', 'edited a 12', 'sent b 11', 'sent a 13', 'sent b 12')).toEqual([
    ['sent a 11, sent b 11, sent b 12', 'a: 10 to 11', 'b: 10 to 12'],
    ['edited a 12', 'a: 11 to 12'],
    ['sent a 13', 'a: 12 to 13'],
  ]);
});

it('gives each entry of a reaction that takes one a run of its own', () => {
  expect(runsOf('edited a 11', 'edited b 11')).toEqual([
    ['edited a 11', 'a: 10 to 11'],
    ['edited b 11', 'b: 10 to 11'],
  ]);
});

it('leaves out what concerns nobody, and moves past it with what follows', () => {
  expect(runsOf('renamed a 11', 'sent a 12', 'renamed a 13')).toEqual([['sent a 12', 'a: 10 to 12']]);
});
