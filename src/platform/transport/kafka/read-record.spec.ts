import type { KafkaMessage } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../shared/ids.js';
import { readRecord } from './read-record.js';

const stream = newId();
const type = 'messaging.message-sent.v1';
const envelope = { type, subject: stream, sequence: '7', data: { n: 1 } };

function message(change: { key?: string; value?: string | null; headers?: Record<string, string> } = {}): KafkaMessage {
  const { key = stream, value = JSON.stringify(envelope), headers = { type, sequence: '7' } } = change;
  const bytes = Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, Buffer.from(v)]));
  const body = value === null ? null : Buffer.from(value);
  return {
    key: Buffer.from(key),
    value: body,
    headers: bytes,
    timestamp: '0',
    attributes: 0,
    offset: '0',
  };
}

describe('readRecord', () => {
  const wanted = () => true;

  it('reads an event', () => {
    const delivery = readRecord(message(), wanted)!;
    expect(delivery).toMatchObject({ type, streamId: stream, seq: 7, headers: { sequence: '7' } });
    expect(delivery.envelope()).toEqual(envelope);
  });

  it.each([
    ['no value', message({ value: null })],
    ['no headers', message({ headers: {} })],
    ['a key that is no id', message({ key: 'junk' })],
    ['a number below 1', message({ headers: { type, sequence: '0' } })],
    ['a number that is none', message({ headers: { type, sequence: 'x' } })],
    ['a value that is no JSON', message({ value: '{' })],
    ['a value that is null', message({ value: 'null' })],
    ['an envelope of another stream', message({ value: JSON.stringify({ ...envelope, subject: newId() }) })],
    ['an envelope with another number', message({ value: JSON.stringify({ ...envelope, sequence: '8' }) })],
  ])('B24 refuses %s', (_, record) => {
    expect(readRecord(record, wanted)).toBeNull();
  });

  it('does not open what nobody reacts to', () => {
    expect(readRecord(message({ value: '{' }), () => false)).toMatchObject({ type, seq: 7 });
  });
});
