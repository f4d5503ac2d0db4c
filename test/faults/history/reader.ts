import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Line } from './line.js';

/** The lines of a log, one by one. A last line that was cut off (the driver was killed) is left out; any other bad line throws. */
export async function* readHistory(path: string): AsyncGenerator<Line> {
  let number = 0;
  let bad: string | null = null;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (bad !== null) throw new Error(bad);
    number += 1;
    if (text === '') continue;
    const line = parsed(text);
    if (line) yield line;
    else bad = `${path}, line ${number} is no line of a history: ${text.slice(0, 100)}`;
  }
}

function parsed(text: string): Line | null {
  try {
    const line = JSON.parse(text) as Line;
    return typeof line.t === 'number' && typeof line.op === 'string' ? line : null;
  } catch {
    return null;
  }
}
