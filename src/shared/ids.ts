import { hash, randomFillSync } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const VARIANT = '89ab';
/** Random digits of one id: 12 + 62 bits, and two to spare. */
const DIGITS = 20;
const pool = Buffer.alloc((DIGITS / 2) * 512);
let digits = '';
let used = 0;
let stampedAt = -1;
let stamp = '';

/** A fresh UUID version 7 (RFC 9562): 48 bits of milliseconds, then random. Sorts by creation; carries no order promise. */
export function newId(now = Date.now()): string {
  // Several per message: digits are drawn for many ids at once, and the time is written once per millisecond.
  if (used === digits.length) {
    digits = randomFillSync(pool).toString('hex');
    used = 0;
  }
  if (now !== stampedAt) {
    const hex = now.toString(16).padStart(12, '0');
    stamp = `${hex.slice(0, 8)}-${hex.slice(8)}`;
    stampedAt = now;
  }
  const at = used;
  used += DIGITS;
  const variant = VARIANT[parseInt(digits[at + 3]!, 16) & 3]!;
  return `${stamp}-7${digits.slice(at, at + 3)}-${variant}${digits.slice(at + 4, at + 7)}-${digits.slice(at + 7, at + 19)}`;
}

/** A UUID that is a pure function of its input (RFC 9562 version 8, SHA-256), for things that must exist only once. */
export function derivedId(...parts: string[]): string {
  const b = hash('sha256', parts.join('\u0000'), 'buffer').subarray(0, 16);
  b[6] = 0x80 | (b[6]! & 0x0f);
  b[8] = 0x80 | (b[8]! & 0x3f);
  return format(b);
}

/** The same, sorting by `ms` (a time in Unix milliseconds) like `newId`. */
export function timedId(ms: number, ...parts: string[]): string {
  const b = hash('sha256', parts.join('\u0000'), 'buffer').subarray(0, 16);
  b.writeUIntBE(ms, 0, 6);
  b[6] = 0x80 | (b[6]! & 0x0f);
  b[8] = 0x80 | (b[8]! & 0x3f);
  return format(b);
}

/** Lower-case canonical form only: one spelling per id, so ids compare as strings. */
export const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

function format(b: Buffer): string {
  const h = b.toString('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
}
