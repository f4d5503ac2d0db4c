import type { Invariant } from './invariant.js';

export const I27: Invariant = {
  id: 'I27',
  sentence: 'After a restore the epoch differs and every client resets; none mixes old and new numbers',
  unit: 'restores and resumes over them',
  *check({ history }, tally) {
    const restores = history.marks('restore');
    for (const line of restores) {
      tally.looked += 1;
      if (history.epoch !== history.run.epoch) continue;
      const says = 'the database was replaced by an older state of itself, and its epoch is the same';
      yield { anomaly: 'inconsistent offset', says, focus: { lines: [line] } };
    }
    if (restores.length === 0 && history.epoch !== history.run.epoch) {
      const says = 'the epoch changed without a restore';
      yield { anomaly: 'inconsistent offset', says, focus: { lines: history.finals('epoch') } };
    }
    for (const call of history.of('resume')) {
      if (call.outcome !== 'ok' || call.args.epoch === null || call.args.epoch === call.result!.epoch) continue;
      for (const [conversationId, answer] of Object.entries(call.result!.conversations)) {
        tally.looked += 1;
        if (answer.kind !== 'range') continue;
        const says = `${call.device} resumed over a change of epoch and got a range where only a reset is right`;
        yield { anomaly: 'inconsistent offset', says, conversationId, device: call.device, focus: { calls: [call] } };
      }
    }
    // Who is live at the end has gone over to the new history.
    for (const line of restores.length > 0 ? history.finals('device') : []) {
      if (!line.result.live) continue;
      tally.looked += 1;
      const sightings = history.devices.get(line.device!) ?? [];
      const began = sightings.find(({ op }) => op === 'begin')?.t ?? 0;
      const reset = sightings.some(({ op, t }) => op === 'epoch-changed' && t >= restores[0]!.t);
      if (reset || began >= restores[0]!.t) continue;
      const says = `${line.device} lived through the restore without resetting`;
      yield { anomaly: 'inconsistent offset', says, device: line.device, focus: { lines: [restores[0]!] } };
    }
  },
};
