import { expect, it } from 'vitest';
import { ParleyError } from '../../../sdk/index.js';
import type { HistoryWriter, Unstamped } from '../history/index.js';
import { Asking } from './asking.js';
import { Recorder } from './recorder.js';

const PATIENCE_MS = 300;
const NODES = [1, 2].map((n) => ({ name: `node-${n}`, url: '' }));

const refused = (status: number, code: string) => new ParleyError({ status, code, title: 'No' });

/** A deployment that answers by turns; what a turn throws is its answer. */
function askingOf(...turns: Array<Error | object>) {
  const lines: Unstamped[] = [];
  const asking = new Asking(
    new Recorder({ write: (line: Unstamped) => void lines.push(line) } as unknown as HistoryWriter),
    PATIENCE_MS,
  );
  const asked = { times: 0 };
  const act = async () => {
    const turn = turns[Math.min(asked.times++, turns.length - 1)]!;
    if (turn instanceof Error) throw turn;
    return turn;
  };
  const marks = () => lines.map((line) => [line.process, line.op, 'result' in line && line.result]);
  return { asking, act, asked, marks };
}
const noted = (place: string, what: string, because: string, promised = true) => [
  place,
  'no-answer',
  { what, because, promised },
];

it('waits for a node that is not ready yet', async () => {
  const { asking, act, marks } = askingOf(refused(503, 'platform.unavailable'), refused(0, 'client.timeout'), {
    it: 1,
  });
  expect(await asking.ask('node-1', 'it', act)).toEqual({ it: 1 });
  expect(marks()).toEqual([]);
});

it('notes what a node never answers, and asks it everything else only briefly', async () => {
  const { asking, act, asked, marks } = askingOf(refused(503, 'platform.unavailable'));
  expect(await asking.ask('node-1', 'the log', act)).toBeNull();
  const tries = asked.times;
  expect(tries).toBeGreaterThan(2);
  expect(await asking.ask('node-1', 'the receipts', act)).toBeNull();
  expect(asked.times - tries).toBeLessThanOrEqual(2);
  expect(marks()).toEqual([
    noted('node-1', 'the log', '503 platform.unavailable'),
    noted('node-1', 'the receipts', '503 platform.unavailable'),
  ]);
});

it('asks a node nothing more that gave no sign of life', async () => {
  const { asking, act, asked, marks } = askingOf(refused(0, 'client.network'));
  await asking.ask('node-1', 'the log', act);
  const tries = asked.times;
  expect(await asking.ask('node-1', 'the receipts', act)).toBeNull();
  expect([asked.times, asking.isSilent('node-1'), asking.isSilent('node-2')]).toEqual([tries, true, false]);
  expect(marks()).toEqual([noted('node-1', 'the log', '0 client.network')]);
});

it('notes at once what is refused for good, and what a limit keeps it from as nothing that was promised', async () => {
  const { asking, act, marks } = askingOf(
    refused(404, 'messaging.conversation_not_found'),
    refused(429, 'platform.rate_limited'),
  );
  await asking.ask('node-1', 'the log', act);
  await asking.ask('node-1', 'the receipts', act);
  expect(marks()).toEqual([
    noted('node-1', 'the log', '404 messaging.conversation_not_found'),
    noted('node-1', 'the receipts', '429 platform.rate_limited', false),
  ]);
});

it('goes to the next node for what any of them can say', async () => {
  const { asking, act, marks } = askingOf(refused(404, 'messaging.conversation_not_found'), { it: 1 });
  expect(await asking.askAny(NODES, 'the head', act)).toEqual({ it: 1 });
  expect(marks()).toEqual([noted('node-1', 'the head', '404 messaging.conversation_not_found')]);
});

it.each([new TypeError('a bug'), refused(400, 'platform.validation')])('takes %o for its own fault', async (error) => {
  await expect(askingOf(error).asking.ask('node-1', 'it', () => Promise.reject(error))).rejects.toBe(error);
});
