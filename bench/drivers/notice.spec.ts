import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { idIn, noticeOf } from './driver.js';

it('makes a packet of a notice as long as one that names a conversation, with the number in it', () => {
  const bare = `["one",123,"${noticeOf(4711)}"]`;
  expect(Math.abs(bare.length - `["typing.start",{"conversationId":"${randomUUID()}"}]`.length)).toBeLessThanOrEqual(2);
  expect(idIn(Buffer.from(bare), 0, bare.length)).toBe(4711);
});
