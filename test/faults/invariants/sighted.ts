import type { Line, SeenEntry, Sighting } from '../history/index.js';
import type { Call, History } from '../model/history.js';

/** An entry that reached somebody, however it did. */
export interface Sighted {
  userId: string;
  device: string;
  conversationId: string;
  entry: SeenEntry;
  t: number;
  epoch: string;
  via: 'shown' | 'frame' | 'resume' | 'range';
  line?: Sighting;
  call?: Call;
}

const gathered = new WeakMap<History, Sighted[]>();

/** Everything of conversations' logs that any device was given. */
export function sightedEntries(history: History): readonly Sighted[] {
  const known = gathered.get(history) ?? [...gather(history)];
  gathered.set(history, known);
  return known;
}

function* gather(history: History): Iterable<Sighted> {
  for (const [device, sightings] of history.devices) {
    const userId = history.userOf(device);
    for (const line of sightings) {
      if (line.op !== 'shown' && line.op !== 'frame') continue;
      const entry = line.result;
      const { conversationId } = entry;
      yield {
        ...{ userId, device, conversationId, entry, t: line.t },
        epoch: history.epochOf(line),
        via: line.op,
        line,
      };
    }
  }
  for (const call of history.of('resume')) {
    if (call.outcome !== 'ok') continue;
    const epoch = history.epochOf(call, call.result!.epoch);
    for (const [conversationId, answer] of Object.entries(call.result!.conversations)) {
      if (answer.kind !== 'range') continue;
      for (const entry of answer.events) yield byCall(call, conversationId, entry, 'resume', epoch);
    }
  }
  for (const call of history.of('range')) {
    if (call.outcome !== 'ok' || uncertain(history, call)) continue;
    for (const entry of call.result!.events) {
      yield byCall(call, call.args.conversationId, entry, 'range', history.epochOf(call));
    }
  }
}

/** After a restore a device that has not noticed it yet may ask, and be answered with numbers of the new history. */
const uncertain = (history: History, call: Call): boolean =>
  history.epochOf(call) !== history.epoch && history.marks('restore').some(({ t }) => t <= call.completedAt);

function byCall(call: Call, conversationId: string, entry: SeenEntry, via: 'resume' | 'range', epoch: string): Sighted {
  const device = call.device ?? call.process;
  return { userId: call.userId, device, conversationId, entry, t: call.completedAt, epoch, via, call };
}

/** What leads a reader of the history to it. */
export const leadTo = ({ line, call }: Sighted): { lines: Line[]; calls: Call[] } => ({
  lines: line ? [line] : [],
  calls: call ? [call] : [],
});
