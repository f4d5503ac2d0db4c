import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { expect, it, vi } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import { CODES, restViolation } from '../support/rest-check.js';
import { takeViolations } from '../support/wire-violations.js';

const answer = { method: 'GET', path: '/v1/users/me', status: 200, contentType: 'application/json; charset=utf-8' };
const me = {
  id: newId(),
  username: 'alice',
  displayName: 'Alice',
  isAdmin: false,
  disabled: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  sessionId: newId(),
};
const problem = { type: 'urn:parley:error:x', title: 'x', status: 404, code: 'identity.user_not_found' };
const refused = { ...answer, status: 404, contentType: 'application/problem+json; charset=utf-8' };

it('the REST check takes what the document says and refuses what it does not', () => {
  expect(CODES.size).toBeGreaterThan(50);
  expect(restViolation({ ...answer, text: JSON.stringify(me) })).toBeNull();
  expect(restViolation({ ...refused, text: JSON.stringify(problem) })).toBeNull();
  for (const wrong of [
    { ...answer, text: JSON.stringify({ ...me, secret: 1 }) },
    { ...answer, text: JSON.stringify({ ...me, createdAt: 'yesterday' }) },
    { ...answer, text: JSON.stringify({ ...me, sessionId: undefined }) },
    { ...answer, status: 201, text: JSON.stringify(me) },
    { ...answer, contentType: 'text/html', text: JSON.stringify(me) },
    { ...answer, path: '/v1/nowhere', text: '{}' },
    { ...refused, text: JSON.stringify({ ...problem, code: 'identity.invented' }) },
    { ...refused, text: JSON.stringify({ ...problem, status: 400 }) },
    { ...refused, contentType: 'application/json', text: JSON.stringify(problem) },
  ]) {
    expect(restViolation(wrong), JSON.stringify(wrong)).not.toBeNull();
  }
});

it('every answer that any test fetches from the product is checked', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'x-request-id': '1', 'content-type': 'application/json' }).end('{"id":1}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/users/me`);
  server.close();
  expect(takeViolations().join()).toContain('GET /v1/users/me 200');
});

it('every event and every ack that any test hears is checked', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Server(server);
  sockets.on('connection', (socket) => {
    socket.on('message.send', (_body, ack: (answer: object) => void) => ack({ ok: true, data: { seq: 1 } }));
    socket.emit('typing', { typing: 'perhaps' });
  });
  const client = io(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { transports: ['websocket'] });
  await client.emitWithAck('message.send', {});
  client.disconnect();
  await sockets.close();
  const found: string[] = [];
  await vi.waitFor(() => {
    found.push(...takeViolations());
    expect(found.join()).toContain('server.typing/payload');
    expect(found.join()).toContain('client.message.send/x-ack');
  });
});
