import { describe, expect, it } from 'vitest';
import { ReceiptBook } from './receipt-book.js';

function book(): ReceiptBook {
  const receipts = new ReceiptBook('me');
  receipts.members([
    { userId: 'me', joinedSeq: 1 },
    { userId: 'ann', joinedSeq: 1 },
    { userId: 'bob', joinedSeq: 10 },
  ]);
  return receipts;
}

describe('ReceiptBook', () => {
  it('ticks by the slowest of those who were members when the message was sent', () => {
    const receipts = book();
    receipts.move([{ userId: 'ann', deliveredSeq: 12, readSeq: 5 }]);
    expect(receipts.tick(5)).toBe('read');
    expect(receipts.tick(6)).toBe('delivered');
    expect(receipts.tick(9)).toBe('delivered');
    // Bob was there by then and has got nothing.
    expect(receipts.tick(12)).toBe('sent');
    receipts.move([{ userId: 'bob', deliveredSeq: 12, readSeq: 12 }]);
    expect(receipts.tick(12)).toBe('delivered');
  });

  it('forgets the one who left, and counts nobody as sent', () => {
    const receipts = book();
    receipts.move([{ userId: 'ann', deliveredSeq: 12, readSeq: 12 }]);
    receipts.members([{ userId: 'ann', joinedSeq: 1 }]);
    expect(receipts.tick(12)).toBe('read');
    receipts.members([]);
    expect(receipts.tick(12)).toBe('sent');
  });

  it('lets pointers only grow, and takes read for delivered', () => {
    const receipts = book();
    expect(receipts.move([{ userId: 'ann', deliveredSeq: 3, readSeq: 7 }])).toBe(true);
    expect(receipts.move([{ userId: 'ann', deliveredSeq: 5, readSeq: 2 }])).toBe(false);
    expect(receipts.reached(7)).toEqual([{ userId: 'ann', deliveredSeq: 7, readSeq: 7 }]);
  });

  it('goes by what an earlier run knew until the server has told of the receipts', () => {
    const receipts = new ReceiptBook('me');
    const members = [{ userId: 'ann', joinedSeq: 1 }];
    receipts.recall({ members, receipts: [{ userId: 'ann', deliveredSeq: 9, readSeq: 9 }] });
    receipts.members(members);
    expect(receipts.tick(9)).toBe('read');
    receipts.told([{ userId: 'ann', deliveredSeq: 9, readSeq: 8 }]);
    expect(receipts.tick(9)).toBe('delivered');
  });
});
