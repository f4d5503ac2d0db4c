import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../src/boot.js';
import { freshDatabase } from '../../test/support/database.js';
import { RawHttp } from '../../test/support/raw-http.js';
import { startNode } from '../../test/support/start-node.js';
import { eventsPart } from './events.js';
import { bytesOf, framesPart } from './frames.js';
import { restPart } from './rest.js';
import { Finding, type Part, run } from './run.js';
import { Tally } from './tally.js';
import { type Target, WIDE_OPEN } from './target.js';

let node: RunningParley;
let target: Target;
const unhandled: unknown[] = [];
const note = (error: unknown) => void unhandled.push(error);

beforeAll(async () => {
  node = await startNode((await freshDatabase()).url, WIDE_OPEN);
  target = { url: node.url, problems: async () => unhandled.splice(0).map(String) };
  process.on('unhandledRejection', note);
}, 60_000);
afterAll(async () => {
  process.off('unhandledRejection', note);
  await node?.close();
});

/** A slice of what `npm run fuzz` sends; the same for the same seed. */
const plan = { seed: 11, from: 0, lanes: 8 };

describe('a slice of the fuzzer', () => {
  const some =
    <T>(make: (tally: Tally) => Part<T>, count: number) =>
    async () => {
      const tally = new Tally();
      expect(await run(make(tally), target, { ...plan, count, perSlice: count })).toBe(count);
      expect(tally.never('sent')).toEqual([]);
      console.info(`fuzz, seed ${plan.seed}: ${tally.inWords()}`);
    };

  it(
    'REST requests',
    some((tally) => restPart(new RawHttp(node.url), tally), 800),
  );
  it(
    'socket events',
    some((tally) => eventsPart(node.url, tally), 500),
  );
  it(
    'C9 socket frames',
    some((tally) => framesPart(node.url, tally), 1_000),
  );

  it('has no frame that is sound: each one that counts was mutated', () => {
    // As the worst of worlds: whatever is filled in is as short as can be, so that most cuts meet.
    const world = { fill: (text: string) => text.replace(/\{\{\w+\}\}/g, 'x') };
    const frames = fc.sample(framesPart(node.url, new Tally()).values, { seed: plan.seed, numRuns: 5_000 });
    const untouched = frames.filter((frame) => {
      const { sound, sent } = bytesOf(frame, world, node.url);
      return sent.equals(sound);
    });
    expect(untouched).toEqual([]);
  });

  it('turns a byte over where the cuts of a frame leave it as it was', () => {
    const frame = { actor: 'owner', layer: 'socket', text: '2', cuts: [], opcode: 1 } as const;
    const world = { fill: (text: string) => text };
    const same = [{ at: 0, drop: 1, put: Buffer.from('2') }];
    for (const text of ['2', ''])
      for (const cuts of [[], same.slice(text ? 0 : 1)]) {
        const { sound, sent } = bytesOf({ ...frame, text, cuts }, world, node.url);
        expect(sent.equals(sound), `${text} ${cuts.length}`).toBe(false);
      }
  });
});

describe('the fuzzer sees', () => {
  let broken: Server;
  let http: RawHttp;
  /** Between it and the server: answers wrongly where the test says so. */
  let spoil: (method: string, path: string, body: string) => { status: number; body: string } | null;

  beforeAll(async () => {
    broken = createServer((asked, answer) => {
      const chunks: Buffer[] = [];
      asked.on('data', (chunk: Buffer) => chunks.push(chunk));
      asked.on('end', () => {
        const body = Buffer.concat(chunks);
        const wrong = spoil(asked.method!, asked.url!, body.toString());
        if (wrong) return answer.writeHead(wrong.status, { 'content-type': 'application/json' }).end(wrong.body);
        const { method, url: path, headers } = asked;
        request(node.url + path, { method, headers }, (told) => {
          answer.writeHead(told.statusCode!, told.headers);
          told.pipe(answer);
        }).end(body);
      });
    }).listen(0, '127.0.0.1');
    await once(broken, 'listening');
    http = new RawHttp(`http://127.0.0.1:${(broken.address() as AddressInfo).port}`);
  });
  afterAll(() => {
    http.close();
    broken.close();
  });

  it.each<[string, typeof spoil, RegExp]>([
    [
      'a 500, and makes the request small',
      (_, path, body) =>
        path.endsWith('/messages') && body.includes('"replyToSeq":') ? { status: 500, body: '{}' } : null,
      /answered 500/,
    ],
    [
      'SQL in an answer',
      (method, path) =>
        method === 'GET' && path.includes('cursor=')
          ? { status: 400, body: '{"detail":"SELECT * FROM accounts"}' }
          : null,
      /leaks "SELECT"/,
    ],
    [
      'an answer that is not documented',
      (method, path) => (method === 'GET' && path === '/v1/unread' ? { status: 200, body: '{"surprise":1}' } : null),
      /must/,
    ],
  ])('%s', async (_, wrong, what) => {
    spoil = wrong;
    const found = await run(restPart(http, new Tally()), target, { ...plan, count: 3_000, perSlice: 1_000 }).catch(
      (error: unknown) => error,
    );
    expect(found).toBeInstanceOf(Finding);
    const { message } = found as Finding;
    expect(message).toMatch(what);
    expect(message).toContain('npm run fuzz -- --only rest --seed 11 --slice');
    if (message.includes('500')) expect(/minimal: (.*)/.exec(message)![1]!.length).toBeLessThan(700);
  });
});
