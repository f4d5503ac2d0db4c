import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Ack } from '../../../src/contract/index.js';
import { NAUGHTY } from '../../support/naughty-strings.js';
import { CODES } from '../../support/rest-check.js';

export type Refusal = { status: number; text: string };
/** No client can put this text there: half a surrogate in an address, a line feed in a header. */
export const UNSENDABLE = 'unsendable';
/** Undefined where the text was taken. */
type Put = (text: string, index: number) => Promise<Outcome>;
type Outcome = Refusal | typeof UNSENDABLE | undefined;
interface Expected {
  /** Statuses of refusals beside 400. */
  also?: number[];
  /** How many are taken: `many` where most are sound text. */
  taken?: 'many' | 'any' | 'none';
}

/** How many at a time. */
const LANES = 6;
/** More than a test has otherwise: some hundred requests, on a machine that may be busy. */
export const MANY = { timeout: 240_000 };

/** Sends every naughty string through one field after the other, and counts. */
export class NaughtyRun {
  private tried = 0;
  private busy = 0;
  private readonly kept: Record<string, number> = {};

  /** The fields that were gone through. */
  get fields(): string[] {
    return Object.keys(this.kept);
  }

  /** Each string through one field, some at a time; answers the strings that were taken. What is refused is so with a code. */
  async each(field: string, put: Put, { also = [], taken = 'many' }: Expected = {}): Promise<string[]> {
    const kept: string[] = [];
    const left = NAUGHTY.map((text, index) => ({ text, index }));
    const lane = async () => {
      for (let next = left.pop(); next; next = left.pop()) {
        const { text, index } = next;
        const refused = await this.patiently(() => put(text, index));
        if (refused === UNSENDABLE) continue;
        this.tried += 1;
        if (refused) judge(field, text, refused, [400, ...also]);
        else kept.push(text);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    this.kept[field] = kept.length;
    if (taken === 'many') expect(kept.length, field).toBeGreaterThan(50);
    if (taken === 'none') expect(kept, field).toEqual([]);
    return kept;
  }

  /** A server on a machine with too much to do may say, now and then, that nothing was stored and when to come back. */
  private async patiently(put: () => Promise<Outcome>): Promise<Outcome> {
    for (let left = 3; ; left -= 1) {
      const refused = await put();
      if (left === 0 || typeof refused !== 'object' || refused.status !== 503) return refused;
      this.busy += 1;
      await sleep(Number(/"retryAfterMs":(\d+)/.exec(refused.text)?.[1] ?? 0));
    }
  }

  inWords(): string {
    return `${NAUGHTY.length} naughty strings, ${this.fields.length} fields, ${this.tried} tries, ${this.busy} of them again because the server was busy; kept: ${JSON.stringify(this.kept)}`;
  }
}

function judge(field: string, text: string, refused: Refusal, statuses: number[]): void {
  const where = `${field} ${text.slice(0, 80)}: ${refused.text}`;
  expect(statuses, where).toContain(refused.status);
  expect(CODES.has(/"code":"([^"]+)"/.exec(refused.text)?.[1] ?? 'none'), where).toBe(true);
}

export const outcome = (answer: Refusal) => (answer.status < 300 ? undefined : answer);
export const ofAck = (ack: Ack<unknown>) =>
  ack.ok ? undefined : { status: ack.error.status, text: JSON.stringify(ack) };
/** Refusals of what is longer than a path or a request's head may be. */
export const TOO_LONG = [414, 431];
/** An address is Unicode: it holds no half of a surrogate pair. */
export const inAddress = (text: string) => (/\p{Cs}/u.test(text) ? null : encodeURIComponent(text));
