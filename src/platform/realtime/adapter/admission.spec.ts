import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { Admission } from './admission.js';

const from = (address: string): IncomingMessage => {
  const headers = { 'x-forwarded-for': address };
  return { url: '/socket.io/?EIO=4&transport=websocket', headers, socket: new Socket() } as unknown as IncomingMessage;
};

it.each([
  ['different addresses of one IPv6 line', (i: number) => `2001:db8:1:2::${i.toString(16)}`, '2001:db8:1:3::1'],
  ['one address with different ports', (i: number) => `192.0.2.1:${40_000 + i}`, '192.0.2.2:40000'],
])('C3 caps the sockets that have not signed in, counting %s together', async (_, line, other) => {
  const admission = new Admission([], 1);
  const crowd = Array.from({ length: 500 }, (_, i) => from(line(i)));
  for (const request of crowd) {
    expect(admission.refusal(request)).toBeNull();
    admission.enter(request);
  }
  expect(admission.refusal(from(line(500)))?.status).toBe('429 Too Many Requests');
  expect(admission.refusal(from(other))).toBeNull();
  admission.signedIn(crowd[0]!.socket);
  expect(admission.refusal(from(line(500)))).toBeNull();
});
