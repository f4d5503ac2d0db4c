import { expect, it } from 'vitest';
import { ParleyError } from '../errors.js';
import { ReceiptSender } from './receipt-sender.js';

/** A sender whose server answers every read with this. */
function refusedWith(error: ParleyError) {
  const asked: number[] = [];
  const sender = new ReceiptSender({
    gatherMs: 1_000,
    unread: () => ({ deliveredSeq: 0 }) as never,
    counted: () => undefined,
    request: (_, { seq }) => {
      asked.push(seq);
      return Promise.reject(error);
    },
  });
  return { sender, asked };
}

it('does not tell again what the server will never hear', async () => {
  const { sender, asked } = refusedWith(new ParleyError({ code: 'x.gone', title: 'Gone', status: 404 }));
  await expect(sender.read('c', 5)).rejects.toMatchObject({ code: 'x.gone' });
  sender.flush();
  expect(asked).toEqual([5]);
});

it('tells again what could not be told', async () => {
  const { sender, asked } = refusedWith(ParleyError.local('client.offline', 'Not connected'));
  await expect(sender.read('c', 5)).rejects.toMatchObject({ code: 'client.offline' });
  sender.flush();
  expect(asked).toEqual([5, 5]);
});
