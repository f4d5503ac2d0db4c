import { expect, it } from 'vitest';
import { Random } from './random.js';

it('a deck gives every card once before it gives any again, in an order of the seed', () => {
  const cards = ['edit', 'edit', 'edit', 'delete', 'react'];
  const rounds = (seed: string): string[][] => {
    const draw = new Random(seed).deck(cards);
    return Array.from({ length: 20 }, () => cards.map(draw));
  };
  for (const round of rounds('a')) expect(round.toSorted()).toEqual(cards.toSorted());
  expect(rounds('a')).toEqual(rounds('a'));
  expect(rounds('a')).not.toEqual(rounds('b'));
  expect(new Set(rounds('a').map(String)).size).toBeGreaterThan(1);
});
