import { expect, it } from 'vitest';
import { Histogram } from './histogram.js';

it('gives quantiles within two percent over six orders of magnitude', () => {
  for (const scale of [0.01, 1, 100, 1000]) {
    const histogram = new Histogram();
    for (let i = 1; i <= 1000; i++) histogram.add(i * scale);
    expect(Math.abs(histogram.quantile(0.5) / (500 * scale) - 1)).toBeLessThan(0.02);
    expect(Math.abs(histogram.quantile(0.99) / (990 * scale) - 1)).toBeLessThan(0.02);
    expect(histogram.summary().max).toBeCloseTo(1000 * scale, 2);
  }
});

it('never reports a quantile above the largest value', () => {
  for (let ms = 0.5; ms < 50; ms *= 1.003) {
    const histogram = new Histogram();
    histogram.add(ms);
    expect(histogram.quantile(0.99)).toBeLessThanOrEqual(ms);
  }
});

it('adds up to what one of all values would be', () => {
  const [one, other, all] = [new Histogram(), new Histogram(), new Histogram()];
  for (let ms = 1; ms <= 100; ms++) for (const to of [ms % 3 ? one : other, all]) to.add(ms);
  expect(one.plus(other).summary()).toEqual(all.summary());
  expect(one.count + other.count).toBe(100);
});
