import { createHash } from 'node:crypto';
import { randomFrom } from '../../../scripts/replay/random.js';

/** Everything that a seed decides. Parts of a run draw from forks of their own, so that one does not disturb another. */
export class Random {
  readonly next: () => number;

  constructor(readonly seed: string) {
    this.next = randomFrom(createHash('sha256').update(seed).digest().readInt32BE(0));
  }

  fork(name: string): Random {
    return new Random(`${this.seed}/${name}`);
  }

  /** 0 … n-1. */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** Up to `n` of them, each once. */
  some<T>(items: readonly T[], n: number): T[] {
    const left = [...items];
    return Array.from({ length: Math.min(n, items.length) }, () => left.splice(this.below(left.length), 1)[0]!);
  }

  /** Draws every card once, in any order, before any is drawn again: what is seldom is sure to come, even in a short run. */
  deck<T>(cards: readonly T[]): () => T {
    let left: T[] = [];
    return () => {
      if (left.length === 0) left = this.some(cards, cards.length);
      return left.pop()!;
    };
  }

  /** A waiting time of a Poisson process. */
  gap(meanMs: number): number {
    return -Math.log(1 - this.next()) * meanMs;
  }

  weighted<T extends { weight: number }>(items: readonly T[]): T {
    let at = this.next() * items.reduce((sum, { weight }) => sum + weight, 0);
    return items.find(({ weight }) => (at -= weight) < 0) ?? items.at(-1)!;
  }
}
