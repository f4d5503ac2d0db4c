import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sequence } from './sequence.js';

const log = Array.from({ length: 30 }, (_, i) => ({ seq: i + 1 }));

describe('Sequence', () => {
  it('hands out every number once and in order, whatever arrives in whatever order', () => {
    const pieces = fc.array(fc.array(fc.constantFrom(...log), { maxLength: 8 }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 }), pieces, (start, arrivals) => {
        const sequence = new Sequence<{ seq: number }>();
        const out = [...sequence.skipTo(start)];
        for (const arrival of arrivals) out.push(...sequence.offer(arrival));
        out.push(...sequence.offer(log));
        expect(out.map(({ seq }) => seq)).toEqual(log.map(({ seq }) => seq).filter((seq) => seq > start));
      }),
    );
  });

  it('keeps what arrives before it is known where to begin', () => {
    const sequence = new Sequence<{ seq: number }>();
    expect(sequence.offer([{ seq: 8 }, { seq: 6 }, { seq: 7 }])).toEqual([]);
    expect(sequence.hole).toBeNull();
    expect(sequence.skipTo(6).map(({ seq }) => seq)).toEqual([7, 8]);
  });

  it('names the first hole, and none when there is none', () => {
    const sequence = new Sequence<{ seq: number }>();
    sequence.skipTo(0);
    sequence.offer([{ seq: 5 }, { seq: 9 }]);
    expect(sequence.hole).toEqual({ from: 1, to: 4 });
    sequence.skipTo(8);
    expect(sequence.applied).toBe(9);
    expect(sequence.hole).toBeNull();
  });

  it('never goes back', () => {
    const sequence = new Sequence<{ seq: number }>();
    sequence.skipTo(10);
    expect(sequence.skipTo(4)).toEqual([]);
    expect(sequence.applied).toBe(10);
  });
});
