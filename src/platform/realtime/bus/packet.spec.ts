import { describe, expect, it } from 'vitest';
import { newId } from '../../../shared/ids.js';
import type { CommittedEntry } from '../../journal/index.js';
import { decodePackets, encodePackets, type Packet } from './packet.js';

const streamId = newId();
const entry: CommittedEntry = {
  kind: 'conversation',
  streamId,
  seq: 7,
  eventId: newId(),
  aclVersion: 2,
  type: 'messaging.message-sent.v1',
  actorId: newId(),
  at: '2026-01-01T00:00:00.000Z',
  payloadJson: '{"body":"❤️ \\" ]}","nested":{"n":[1,2.5,null]}}',
};
const packets: Packet[] = [
  { t: 'entry', entry },
  { t: 'entry', entry: { ...entry, kind: 'user', type: 'groups.joined.v1' } },
  {
    t: 'ephemeral',
    event: 'typing',
    payload: { typing: true },
    aclVersion: 0,
    exceptUser: newId(),
    onlyUsers: [newId()],
  },
  { t: 'user', event: 'auth.refresh-needed', payload: {} },
  { t: 'audience', streamId: newId() },
];

describe('packets', () => {
  it('arrive as they left', () => {
    expect(decodePackets(streamId, encodePackets(packets))).toEqual(packets);
  });

  const forged = (change: object) => [
    { t: 'entry', entry: { ...entry, payloadJson: undefined, ...change }, payload: {} },
  ];
  it.each<[string, unknown]>([
    ['no list', { t: 'audience' }],
    ['null among them', [null]],
    ['an unknown kind', [{ t: 'close', streamId }]],
    ['another stream', forged({ streamId: newId() })],
    ['an account entry', forged({ kind: 'account' })],
    ['a number of zero', forged({ seq: 0 })],
    ['a number as text', forged({ seq: '7' })],
    ['a fraction', forged({ seq: 7.5 })],
    ['a type that breaks out of its JSON', forged({ type: 'a.b.v1","x":"' })],
    ['an actor that is no id', forged({ actorId: '"' })],
    ['a time that is none', forged({ at: 'yesterday' })],
    ['no payload', [{ t: 'entry', entry }]],
    ['an event the bus does not carry', [{ t: 'ephemeral', event: 'event', payload: {}, aclVersion: 0 }]],
    ['an event name that breaks out', [{ t: 'user', event: 'x",{}]', payload: {} }]],
    ['users that are none', [{ t: 'ephemeral', event: 'typing', payload: {}, aclVersion: 0, onlyUsers: ['x'] }]],
    ['a stream that is none', [{ t: 'audience', streamId: '*' }]],
  ])('are refused with %s', (_, list) => {
    expect(decodePackets(streamId, JSON.stringify(list))).toBeNull();
  });

  it('are refused when they are no JSON', () => {
    expect(decodePackets(streamId, '[{"t":"entry"')).toBeNull();
  });
});
