import { type Mark, NEVER_ENDED } from '../history/index.js';
import { type Finding, type Invariant, short, type World } from './invariant.js';

export const I31: Invariant = {
  id: 'I31',
  sentence: 'When every fault has been taken back, every node answers and every send gets an answer',
  unit: 'answers at the end',
  *check(world, tally) {
    const { history } = world;
    for (const what of ['history', 'log', 'receipts', 'notifications'] as const)
      tally.looked += history.finals(what).length;
    yield* notBack(world);
    yield* unanswered(world);
    yield* neverEnded(world);
  },
};

const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/gu;

/** What had no answer to the last: `node-2 gave no answer to …`. */
export const inWords = ({ process, result: { what, clientMessageId } }: Mark<'no-answer'>): string =>
  `${process} ${clientMessageId === undefined ? 'gave' : 'got'} no answer to ${what.replaceAll(ID, short)}`;

/** It came, if too late for what was to be seen in the run. */
export const wasLate = (history: World['history'], { process, t }: Mark<'not-back'>): boolean =>
  history.marks('start').some((start) => start.process === process && start.t >= t);

function* notBack({ history }: World): Iterable<Finding> {
  for (const line of history.marks('not-back')) {
    if (wasLate(history, line)) continue;
    const says = `${line.process} did not come back: ${line.result.because}`;
    yield { anomaly: 'no recovery', says, node: line.process, focus: { lines: [line] } };
  }
}

function* unanswered({ history }: World): Iterable<Finding> {
  for (const line of history.marks('no-answer')) {
    const { promised, because, clientMessageId } = line.result;
    if (!promised) continue;
    const calls = history.of('send').filter(({ args }) => args.clientMessageId === clientMessageId);
    yield {
      anomaly: 'no recovery',
      says: `${inWords(line)}: ${because}`,
      focus: { calls: calls.slice(-3), lines: [line] },
    };
  }
}

/** The client library repeats what had no answer until it has one. */
function* neverEnded({ history }: World): Iterable<Finding> {
  for (const line of history.marks('given-up')) {
    const calls = [...history.allCalls()].filter(({ error }) => error?.detail === NEVER_ENDED.detail);
    const says = `${line.result.calls} calls had not ended long after every fault had been taken back`;
    yield { anomaly: 'no recovery', says, focus: { calls, lines: [line] } };
  }
}
