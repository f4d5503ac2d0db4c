/** One line of a channel's log: `[HH:MM] <nick> text`, `[HH:MM]  * nick text`, or `=== …` for what happened. */
export type LogLine =
  | { kind: 'message'; nick: string; text: string; minute: number }
  | { kind: 'action'; nick: string; text: string; minute: number }
  | { kind: 'join'; nick: string }
  | { kind: 'leave'; nick: string }
  | { kind: 'rename'; from: string; to: string }
  /** Nothing that anybody in the channel said or did: topics, modes, notices from outside. */
  | { kind: 'other'; text: string };

const MESSAGE = /^\[(\d\d):(\d\d)\] <([^>\s]+)> ?(.*)$/su;
const ACTION = /^\[(\d\d):(\d\d)\] {2}\* (\S+) ?(.*)$/su;
const JOIN = /^=== (\S+) (?:\[.*\] )?has joined #\S+/u;
const LEAVE = /^=== (\S+) (?:\[.*\] )?has (?:left #\S+|quit\b)/u;
const KICK = /^=== (\S+) (?:\[.*\] )?was kicked off #\S+/u;
const RENAME = /^=== (\S+) is now known as (\S+)/u;

export function parseLine(line: string): LogLine {
  const said = MESSAGE.exec(line) ?? ACTION.exec(line);
  if (said) {
    const [, hours, minutes, nick, text] = said as unknown as [string, string, string, string, string];
    const kind = line.startsWith(' * ', 8) ? 'action' : 'message';
    return { kind, nick, text, minute: Number(hours) * 60 + Number(minutes) };
  }
  const joined = JOIN.exec(line);
  if (joined) return { kind: 'join', nick: joined[1]! };
  const left = LEAVE.exec(line) ?? KICK.exec(line);
  if (left) return { kind: 'leave', nick: left[1]! };
  const renamed = RENAME.exec(line);
  if (renamed) return { kind: 'rename', from: renamed[1]!, to: renamed[2]! };
  return { kind: 'other', text: line };
}

/** Every line of a file; the empty one at its end is none. */
export function parseLog(text: string): LogLine[] {
  const lines = text.split(/\r?\n/u);
  if (lines.at(-1) === '') lines.pop();
  return lines.map(parseLine);
}
