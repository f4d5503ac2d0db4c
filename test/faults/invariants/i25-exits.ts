import type { Invariant } from './invariant.js';

export const I25: Invariant = {
  id: 'I25',
  sentence: 'No restart, uncaught exception or unhandled rejection other than the injected kills',
  unit: 'starts and ends of processes',
  *check({ history }, tally) {
    tally.looked += history.marks('start').length;
    for (const line of history.marks('exit')) {
      tally.looked += 1;
      const { expected, code, signal, pid } = line.result;
      if (expected) continue;
      const says = `${line.process} ended by itself (${signal ?? `code ${code}`})`;
      yield { anomaly: 'unexpected exit', says, node: line.process, numbers: { pid }, focus: { lines: [line] } };
    }
    for (const line of history.marks('crash')) {
      tally.looked += 1;
      const says = `${line.process}: ${line.result.message}`;
      yield { anomaly: 'unexpected exit', says, node: line.process, focus: { lines: [line] } };
    }
  },
};
