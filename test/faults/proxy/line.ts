/** What a bad line does to the bytes of one direction. Nothing named: it passes them on at once. */
export interface Line {
  /** Milliseconds every chunk is on its way. */
  latencyMs?: number;
  /** Up to so many milliseconds more, drawn per chunk; the order stays. */
  jitterMs?: number;
  bytesPerSecond?: number;
  /** Share of chunks, 0 to 1, that have to be sent again: what loss is to a TCP connection. */
  loss?: number;
  /** Nothing goes on and nothing is lost: the sender finds that its writes pile up. */
  stalled?: boolean;
  /** Nothing arrives, goodbyes included, and the sender never learns of it. */
  dropped?: boolean;
  /** After so many bytes of one connection both ends are reset. */
  cutAfterBytes?: number;
}

/** Whether it does anything to them. */
export const isBad = (line: Line): boolean => Object.keys(line).length > 0;

/** How long TCP waits at least before it sends a lost segment again. */
const RETRANSMIT_MS = 200;

/** How long a chunk of `bytes` is on its way, its own transmission apart. */
export function travelMs(line: Line, random: () => number): number {
  const lost = (line.loss ?? 0) > 0 && random() < line.loss!;
  return (line.latencyMs ?? 0) + (line.jitterMs ?? 0) * random() + (lost ? RETRANSMIT_MS : 0);
}

/** How long `bytes` occupy the line. */
export const transmissionMs = (line: Line, bytes: number): number =>
  line.bytesPerSecond ? (bytes / line.bytesPerSecond) * 1000 : 0;
