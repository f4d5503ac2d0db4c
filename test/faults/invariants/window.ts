import type { Line } from '../history/index.js';
import type { History } from '../model/history.js';
import type { Focus } from './invariant.js';

/** Most lines a window has; what is further from the anomaly is left out first. */
const MOST = 24;
/** Sightings of one number by so many devices say enough. */
const DEVICES = 3;

/** The few lines of the history that show an anomaly, in the order of time, with the faults that were on. */
export function windowOf(history: History, focus: Focus): Line[] {
  const lines = nearest(concerned(history, focus), focus).sort((a, b) => a.t - b.t);
  const during = lines.filter(({ phase }) => phase !== 'final');
  if (during.length === 0) return lines;
  const [from, to] = [during[0]!.t, during.at(-1)!.t];
  const on = new Set(history.faults.filter((fault) => fault.from <= to && fault.to >= from).map(({ id }) => id));
  const faults = [...history.marks('fault-start'), ...history.marks('fault-heal')].filter(({ result }) =>
    on.has(result.id),
  );
  return [...new Set<Line>([...lines, ...faults])].sort((a, b) => a.t - b.t);
}

/** Everything that has to do with it, the lines of the focus first. */
function concerned(history: History, focus: Focus): Line[] {
  const calls = new Set(focus.calls?.map(({ call }) => call));
  const seqs = new Set(focus.seqs?.filter((seq) => seq > 0));
  const found = new Set<Line>(focus.lines);
  const devices = new Map<number, number>();
  for (const line of history.lines) {
    if ('call' in line ? calls.has(line.call) : concerns(line, focus, seqs, devices)) found.add(line);
  }
  return [...found];
}

/** What there is no room for is the rest that is furthest in time: what has to be seen are the lines it is about and what was left in the end. */
function nearest(found: readonly Line[], { lines = [], at }: Focus): Line[] {
  const always = new Set<Line>(lines);
  const seen = at === undefined ? lines.filter(({ phase }) => phase !== 'final').map(({ t }) => t) : [at];
  // What is only seen at the end was decided by what came last.
  const far = ({ t }: Line): number => (seen.length > 0 ? Math.min(...seen.map((one) => Math.abs(one - t))) : -t);
  const finals = found.filter((line) => line.phase === 'final' && !always.has(line));
  const others = found.filter((line) => line.phase !== 'final' && !always.has(line));
  others.sort((a, b) => far(a) - far(b));
  return [...always, ...[...finals, ...others].slice(0, Math.max(0, MOST - always.size))];
}

function concerns(line: Line, focus: Focus, seqs: ReadonlySet<number>, devices: Map<number, number>): boolean {
  if (focus.conversationId === undefined || seqs.size === 0) return false;
  if (line.phase === 'event' && (line.op === 'shown' || line.op === 'frame')) {
    const { conversationId, seq } = line.result;
    if (conversationId !== focus.conversationId || !seqs.has(seq)) return false;
    if (focus.device !== undefined) return line.device === focus.device;
    devices.set(seq, (devices.get(seq) ?? 0) + 1);
    return devices.get(seq)! <= DEVICES;
  }
  if (line.phase !== 'final') return false;
  if (line.op === 'entry') return line.result.streamId === focus.conversationId && seqs.has(line.result.seq);
  return line.op === 'record' && line.result.key === focus.conversationId && seqs.has(line.result.seq);
}
