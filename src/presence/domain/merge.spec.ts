import { expect, it } from 'vitest';
import { mergeLeases } from './merge.js';

const NOW = 1_000;
const [online, away] = [
  { away: false, expiresAt: NOW + 1 },
  { away: true, expiresAt: NOW + 1 },
];
const [wasOnline, wasAway] = [
  { away: false, expiresAt: NOW },
  { away: true, expiresAt: NOW - 5 },
];

it.each([
  ['offline', []],
  ['online', [online]],
  ['away', [away]],
  ['online', [away, online]],
  ['online', [online, away, wasAway]],
  ['away', [away, away]],
  ['offline', [wasOnline]],
  ['away', [wasOnline, away]],
  ['offline', [wasOnline, wasAway]],
])('is %s with %j', (status, leases) => {
  expect(mergeLeases(leases, NOW)).toBe(status);
});
