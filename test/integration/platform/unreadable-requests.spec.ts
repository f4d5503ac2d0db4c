import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { restViolation } from '../../support/rest-check.js';
import { startNode } from '../../support/start-node.js';

let node: RunningParley;
beforeAll(async () => {
  node = await startNode((await freshDatabase()).url, { ROLES: 'http' });
});
afterAll(() => node?.close());

/** What a server says to bytes until it hangs up. */
async function answerTo(bytes: string): Promise<string> {
  const { hostname, port } = new URL(node.url);
  const tcp = connect(Number(port), hostname);
  const heard: Buffer[] = [];
  tcp.on('data', (data) => heard.push(data));
  tcp.on('error', () => undefined);
  tcp.write(bytes);
  await once(tcp, 'close');
  return Buffer.concat(heard).toString();
}

const post = (headers: string, body: string) =>
  `POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`;

it.each([
  ['both lengths', post('Content-Length: 2\r\nTransfer-Encoding: chunked', '0\r\n\r\n'), 400],
  ['two lengths', post('Content-Length: 2\r\nContent-Length: 3', '{}'), 400],
  ['a length that is none', post('Content-Length: 2x', '{}'), 400],
  ['a broken chunk', post('Transfer-Encoding: chunked', 'zz\r\n{}\r\n'), 400],
  ['another coding', post('Transfer-Encoding: gzip', '{}'), 400],
  ['a header with NUL', 'GET /v1/server HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n', 400],
  ['a folded name', 'GET /v1/server HTTP/1.1\r\nHost : x\r\n\r\n', 400],
  ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc', 400],
  ['a method that is none', 'FROBNICATE /v1/server HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['64 KiB of cookie', `GET /v1/server HTTP/1.1\r\nHost: x\r\nCookie: ${'x'.repeat(65_536)}\r\n\r\n`, 431],
  ['a path of 64 KiB', `GET /v1/${'x'.repeat(65_536)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
])('R7 C17 refuses %s with a problem document and hangs up', async (_, bytes, status) => {
  const [head, body] = (await answerTo(bytes)).split('\r\n\r\n') as [string, string];
  expect(Number(head.split(' ')[1])).toBe(status);
  const contentType = /^content-type: (.*)$/im.exec(head)![1]!;
  expect(restViolation({ method: 'GET', path: '/', status, contentType, text: body })).toBeNull();
});
