import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { formatter } from './format.js';
import { dayOf } from './today.js';

// The clocks change on 29 March and 25 October 2026: days of 23 and of 25 hours.
beforeEach(() => vi.stubEnv('TZ', 'Europe/Berlin'));
afterEach(() => vi.unstubAllEnvs());

const words = { today: 'Today', yesterday: 'Yesterday' };
const formatOn = (at: string) => formatter('en-GB', dayOf(Date.parse(at)));

it('begins yesterday at its midnight, also where that was 25 or 23 hours before', () => {
  const autumn = formatOn('2026-10-26T12:00:00');
  expect(autumn.day('2026-10-26T00:00:00', words)).toBe('Today');
  expect(autumn.day('2026-10-25T23:59:59', words)).toBe('Yesterday');
  expect(autumn.day('2026-10-25T00:00:00', words)).toBe('Yesterday');
  expect(autumn.day('2026-10-24T23:59:59', words)).toBe('Saturday, 24 October 2026');
  const spring = formatOn('2026-03-30T12:00:00');
  expect(spring.day('2026-03-29T00:00:00', words)).toBe('Yesterday');
  expect(spring.day('2026-03-28T23:59:59', words)).toBe('Saturday, 28 March 2026');
});

it('names weekdays back to the midnight of six days ago', () => {
  const autumn = formatOn('2026-10-26T12:00:00');
  expect(autumn.short('2026-10-26T00:00:00')).toBe('00:00');
  expect(autumn.short('2026-10-20T00:00:00')).toBe('Tue');
  expect(autumn.short('2026-10-19T23:59:59')).toBe('19/10/26');
});

it('writes a time as short as it can be understood', () => {
  const format = formatOn('2026-11-26T12:00:00');
  expect(format.short('2026-11-26T08:05:00')).toBe('08:05');
  expect(format.short('2026-11-24T08:05:00')).toBe('Tue');
  expect(format.short('2026-11-19T08:05:00')).toBe('19/11/26');
});
