import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Line } from './line.js';

/** What is gathered before it is written. */
const CHUNK = 64 * 1024;

/** A line without its time: the writer stamps it. */
export type Unstamped = Line extends infer L ? (L extends Line ? Omit<L, 't'> : never) : never;

/**
 * Appends to the log, one JSON object a line. It stamps each line when it is given, by one monotonic clock, so that the order of
 * the file is the order of time.
 */
export class HistoryWriter {
  private readonly began = performance.now();
  private readonly stream: WriteStream;
  private gathered = '';
  private calls = 0;
  lines = 0;

  constructor(readonly path: string) {
    this.stream = createWriteStream(path, { flags: 'wx' });
  }

  /** Milliseconds since the run began: the `t` of a line written now. */
  now(): number {
    return Math.round((performance.now() - this.began) * 1000) / 1000;
  }

  /** A number for the next call. */
  call(): number {
    return ++this.calls;
  }

  write(line: Unstamped): void {
    this.gathered += `${JSON.stringify({ t: this.now(), ...line })}\n`;
    this.lines += 1;
    if (this.gathered.length >= CHUNK) this.flush();
  }

  /** Everything is in the file once this answers. */
  async close(): Promise<void> {
    this.flush();
    this.stream.end();
    await once(this.stream, 'close');
    if (this.stream.errored) throw this.stream.errored;
  }

  private flush(): void {
    if (this.gathered !== '') this.stream.write(this.gathered);
    this.gathered = '';
  }
}
