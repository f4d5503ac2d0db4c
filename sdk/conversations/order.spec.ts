import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareConversations } from './order.js';

const item = (
  id: string,
  more: Partial<{ favourite: boolean; muted: boolean; messages: number; mentions: number; at: string }>,
) => ({
  id,
  settings: { favourite: more.favourite ?? false, muted: more.muted ?? false, atSeq: 0 },
  unread: { messages: more.messages ?? 0, mentions: more.mentions ?? 0 },
  lastActivityAt: more.at ?? '2026-01-01T00:00:00.000Z',
});
const order = (...items: Array<ReturnType<typeof item>>) => items.sort(compareConversations).map(({ id }) => id);

describe('the order of conversations', () => {
  it('has favourites, mentions, unread ones and the rest, each the last active first', () => {
    const late = '2026-01-02T00:00:00.000Z';
    expect(
      order(
        item('rest', {}),
        item('rest, later', { at: late }),
        item('unread', { messages: 3 }),
        item('unread, later', { messages: 1, at: late }),
        item('mentioned', { messages: 1, mentions: 1 }),
        item('favourite', { favourite: true }),
        item('favourite, later', { favourite: true, at: late }),
      ),
    ).toEqual(['favourite, later', 'favourite', 'mentioned', 'unread, later', 'unread', 'rest, later', 'rest']);
  });

  it('counts what is muted for its mentions alone', () => {
    const muted = item('muted', { muted: true, messages: 9 });
    expect(order(muted, item('rest', { at: '2026-01-02T00:00:00.000Z' }), item('unread', { messages: 1 }))).toEqual([
      'unread',
      'rest',
      'muted',
    ]);
    expect(order(item('unread', { messages: 1 }), item('muted', { muted: true, messages: 1, mentions: 1 }))).toEqual([
      'muted',
      'unread',
    ]);
  });

  it('is one order, whatever came first', () => {
    const any = fc.record({
      favourite: fc.boolean(),
      muted: fc.boolean(),
      messages: fc.nat(2),
      mentions: fc.nat(1),
      at: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), fc.nat(), (all, turn) => {
        const items = all.map((more, i) => item(String(i).padStart(2, '0'), more));
        const turned = items.map((_, i) => items[(i + turn) % items.length]!).reverse();
        expect(order(...turned)).toEqual(order(...items));
      }),
    );
  });
});
