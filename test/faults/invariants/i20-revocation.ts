import type { Line } from '../history/index.js';
import { type Finding, type Invariant, nameOf, type World } from './invariant.js';

/** What a busy machine may add to the stated time. */
const SLACK_MS = 2_000;
/** What a fault may add: a question to the database that it left without an answer is given up after so long (`query_timeout`). */
const FAULT_MS = 10_000;

export const I20: Invariant = {
  id: 'I20',
  sentence: 'A revoked session is accepted no longer than the stated time after its revocation was acked, on no node',
  unit: 'uses of revoked sessions after that time',
  *check(world, tally) {
    const revokedAt = revocations(world);
    if (revokedAt.size === 0) return;
    for (const call of world.history.allCalls()) {
      const at = revokedAt.get(call.session ?? '');
      if (at === undefined || call.op === 'revoke') continue;
      const limit = limitFor(world, at, call.invokedAt);
      if (call.invokedAt <= at + limit) continue;
      // Where no answer came nothing is known.
      if (call.outcome === 'info') continue;
      tally.looked += 1;
      if (call.outcome !== 'ok') continue;
      const says = `${call.op} of ${call.device ?? nameOf(world, call.userId)}`;
      yield accepted(says, call.userId, call.invokedAt - at, limit, { calls: [call] });
    }
    for (const [device, sightings] of world.history.devices) {
      let session = '';
      for (const line of sightings) {
        if (line.op === 'begin') session = line.result.session;
        if (line.op === 'up') session = line.result.session ?? session;
        const at = revokedAt.get(session);
        if (at === undefined || (line.op !== 'up' && line.op !== 'frame')) continue;
        const limit = limitFor(world, at, line.t);
        if (line.t <= at + limit) continue;
        tally.looked += 1;
        const says = line.op === 'up' ? `a socket of ${device}` : `${device}, given number ${line.result.seq},`;
        yield accepted(says, world.history.userOf(device), line.t - at, limit, { lines: [line] });
      }
    }
  },
};

/** How long after its end at `at` a session may still be taken at `t`. A fault lasts as long as what it left hanging. */
const limitFor = ({ history }: World, at: number, t: number): number =>
  history.run.limits.revokeMs + (history.faultBetween(at - FAULT_MS, t) ? FAULT_MS : SLACK_MS);

/** Session to when its end was acked. */
function revocations({ history }: World): Map<string, number> {
  const revoked = new Map<string, number>();
  for (const { outcome, args, completedAt } of history.of('revoke')) {
    if (outcome !== 'ok') continue;
    for (const id of args.sessionIds) revoked.set(id, Math.min(completedAt, revoked.get(id) ?? Infinity));
  }
  return revoked;
}

const accepted = (
  what: string,
  userId: string,
  late: number,
  limit: number,
  focus: { calls?: Array<{ call: number }>; lines?: Line[] },
): Finding => ({
  anomaly: 'revoked session accepted',
  says: `${what} was accepted ${(late / 1000).toFixed(1)} s after the session was revoked; ${limit / 1000} s are allowed`,
  ...{ userId, numbers: { lateMs: Math.round(late), limitMs: limit } },
  focus,
});
