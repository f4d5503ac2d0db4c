import { expect, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { checkAck, checkServerEvent } from '../support/wire-check.js';

const removed = {
  conversationId: newId(),
  seq: 3,
  aclVersion: 2,
  type: 'groups.member-left.v1',
  actorId: newId(),
  at: '',
  data: { userId: newId() },
};

it('the wire check takes what the contract says and refuses what it does not', () => {
  checkServerEvent('event', removed);
  checkAck('message.send', { ok: true, data: { id: newId(), seq: 1, sentAt: '2026-01-01T00:00:00.000Z' } });
  checkAck('message.send', {
    ok: false,
    error: { type: 'x', title: 'y', status: 404, code: 'messaging.no_such_conversation' },
  });
  expect(() => checkServerEvent('event', { ...removed, data: { title: 'x' } })).toThrow('asyncapi');
  expect(() => checkServerEvent('event', { ...removed, secret: 1 })).toThrow('asyncapi');
  expect(() => checkAck('message.send', { ok: true, data: { seq: 1 } })).toThrow('asyncapi');
  expect(() => checkServerEvent('nothing', {})).toThrow();
});
