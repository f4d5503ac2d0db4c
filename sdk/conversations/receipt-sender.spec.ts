import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ParleyError } from '../errors.js';
import { ReceiptSender } from './receipt-sender.js';
import { Unread } from './unread.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that refuses with this until it is well. */
function refusing(error: Error) {
  const server = { asked: 0, well: false };
  const request = () => {
    server.asked += 1;
    const answer = { deliveredSeq: 7, readSeq: 7, unread: { messages: 0, mentions: 0, atSeq: 7 } };
    return server.well ? Promise.resolve(answer) : Promise.reject(error);
  };
  const unread = new Unread('me');
  const sender = new ReceiptSender({ request, unread: () => unread, counted: () => undefined, gatherMs: 1_000 });
  return { server, sender };
}

it('tells again what the user has read when the server could not take it, without waiting for a reconnect', async () => {
  const { server, sender } = refusing(new ParleyError({ code: 'platform.unavailable', title: '', status: 503 }));
  await expect(sender.read('c', 7)).rejects.toThrow();
  server.well = true;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(server.asked).toBe(2);
});

it('does not tell again what the server will not hear', async () => {
  const { server, sender } = refusing(new ParleyError({ code: 'messaging.not_found', title: '', status: 404 }));
  await expect(sender.read('c', 7)).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked).toBe(1);
});

it('does not tell again what fails in a way that nobody expected', async () => {
  const { server, sender } = refusing(new TypeError('odd'));
  await expect(sender.read('c', 7)).rejects.toThrow('odd');
  await vi.advanceTimersByTimeAsync(60_000);
  sender.arrived('c', 7);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked).toBe(2);
});

it('does not tell again before the server said', async () => {
  const busy = new ParleyError({ code: 'platform.rate_limited', title: '', status: 429, retryAfterMs: 30_000 });
  const { server, sender } = refusing(busy);
  await expect(sender.read('c', 7)).rejects.toThrow();
  server.well = true;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(server.asked).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server.asked).toBe(2);
});

it('tells again what could not be told as soon as it is asked to', async () => {
  const { server, sender } = refusing(ParleyError.local('client.offline', 'Not connected'));
  await expect(sender.read('c', 5)).rejects.toMatchObject({ code: 'client.offline' });
  sender.flush();
  expect(server.asked).toBe(2);
  sender.clear();
});
