import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Notices } from './notices.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const askAgain = vi.fn(() => Promise.resolve());
  const notices = new Notices(askAgain, () => 0.5);
  const asked = async () => {
    await vi.advanceTimersByTimeAsync(10_000);
    return askAgain.mock.calls.length;
  };
  return { notices, askAgain, asked };
}

it('asks once for each time that the server says something may have been lost, and not at once', async () => {
  const { notices, askAgain, asked } = setUp();
  notices.heads({ missed: 0 });
  expect(await asked()).toBe(0);
  notices.heads({ missed: 1 });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(askAgain).not.toHaveBeenCalled();
  notices.heads({ missed: 3 });
  expect(await asked()).toBe(1);
  notices.heads({ missed: 3 });
  expect(await asked()).toBe(1);
  notices.heads({ missed: 4 });
  expect(await asked()).toBe(2);
});

it('asks again with the next heads where there was no answer', async () => {
  const { notices, askAgain, asked } = setUp();
  askAgain.mockRejectedValueOnce(new Error('platform.unavailable'));
  notices.heads({ missed: 1 });
  expect(await asked()).toBe(1);
  notices.heads({ missed: 1 });
  expect(await asked()).toBe(2);
  notices.heads({ missed: 1 });
  expect(await asked()).toBe(2);
});

it('counts anew with each socket, and asks nothing of one that is gone', async () => {
  const { notices, asked } = setUp();
  notices.heads({ missed: 5 });
  notices.reset();
  expect(await asked()).toBe(0);
  notices.heads({ missed: 0 });
  expect(await asked()).toBe(0);
  notices.heads({ missed: 1 });
  expect(await asked()).toBe(1);
});

it('asks for nothing where a server of an earlier version does not count', async () => {
  const { notices, asked } = setUp();
  notices.heads({});
  expect(await asked()).toBe(0);
});
