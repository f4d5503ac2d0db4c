import { expect, it } from 'vitest';
import { ParleyError } from '../../../sdk/index.js';
import { Asking } from '../driver/asking.js';
import type { Person } from '../driver/person.js';
import { Recorder } from '../driver/recorder.js';
import type { World } from '../driver/world.js';
import type { HistoryWriter, Unstamped } from '../history/index.js';
import { readNodes } from './nodes.js';

const PATIENCE_MS = 100;
const PAGES = 3;
const NODES = [1, 2].map((n) => ({ name: `node-${n}`, url: '' }));

const event = { type: 'messaging.message-deleted.v1', actorId: 'u', aclVersion: 1, data: {} };

/** What is noted of two nodes, the second of which fails from the second page on of whatever has pages. */
async function read(error: Error): Promise<Unstamped[]> {
  const lines: Unstamped[] = [];
  const recorder = new Recorder({ write: (line: Unstamped) => void lines.push(line) } as unknown as HistoryWriter);
  const person = {
    ...{ id: 'u', name: 'u1' },
    rest: (node: { name: string }) => {
      const page = <T>(at: number, answer: T): T => {
        if (node.name === 'node-2' && at > 1) throw error;
        return answer;
      };
      const history = (n: number) => ({ messages: [], headSeq: 9, hasMoreAfter: n < PAGES });
      let pages = 0;
      const api = {
        messages: { page: async () => page(++pages, history(pages)) },
        conversations: { receipts: async () => page(2, []), unread: async () => page(1, []) },
        notifications: { list: async () => page(1, { items: [], unread: 0 }) },
        http: {
          request: async (_method: string, _path: string, { query }: { query: { fromSeq: number } }) =>
            page(query.fromSeq, { headSeq: PAGES, events: [{ ...event, seq: query.fromSeq }] }),
        },
      };
      return { api };
    },
  } as unknown as Person;
  const world = { recorder, people: [person], rooms: [{ id: 'room', owner: person }], places: { nodes: NODES } };
  await readNodes(world as unknown as World, new Asking(recorder, PATIENCE_MS));
  return lines;
}

const opsOf = (lines: Unstamped[], node: string) =>
  lines.flatMap((line) =>
    line.phase === 'final' && 'node' in line.result && line.result.node === node ? [line.op] : [],
  );

it('says what a node does not answer, and nothing of what it answered in part', async () => {
  const lines = await read(new ParleyError({ status: 503, code: 'platform.unavailable', title: 'No' }));
  expect(opsOf(lines, 'node-1')).toEqual([
    'history',
    'history',
    'history',
    'log',
    'log',
    'log',
    'receipts',
    'notifications',
  ]);
  expect(opsOf(lines, 'node-2')).toEqual(['notifications']);
  const marks = lines.flatMap((line) => (line.op === 'no-answer' ? [[line.process, line.result.what]] : []));
  expect(marks).toEqual(['history', 'log', 'receipts'].map((what) => ['node-2', `the ${what} of room`]));
});

it('takes a mistake of its own for one', async () => {
  await expect(read(new TypeError('a bug'))).rejects.toThrow('a bug');
});
