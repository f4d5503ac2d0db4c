import { hash, randomFillSync } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const pool = Buffer.alloc(16 * 256);
let used = pool.length;

/** A fresh UUID version 7 (RFC 9562): 48 bits of milliseconds, then random. Sorts by creation; carries no order promise. */
export function newId(now = Date.now()): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const b = pool.subarray(used, (used += 16));
  b.writeUIntBE(now, 0, 6);
  b[6] = 0x70 | (b[6]! & 0x0f);
  b[8] = 0x80 | (b[8]! & 0x3f);
  return format(b);
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
