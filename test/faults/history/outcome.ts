import { PLATFORM_ERRORS } from '../../../src/contract/index.js';
import type { OpError } from './line.js';

/** Of a call that was given up long after the load was over. */
export const NEVER_ENDED: OpError = {
  ...{ code: 'client.timeout', status: 0 },
  detail: 'it had not ended when the load was over',
};

/** Refused by the contract's own word, but not with "nothing was stored". */
const UNKNOWN = new Set(['platform.outcome_unknown', 'platform.idempotency_running']);

/** A refusal that a module decided; those of `client.` are the library's own, before an answer or without one. */
const MODULE_CODE = /^(?!client\.)[a-z-]+\.[a-z_]+$/u;

/**
 * What an error says about the work. The contract's rule: a refusal stored nothing, except `platform.outcome_unknown`
 * (and, of keyed REST calls, `platform.idempotency_running`: the first try is still under way). No answer, or one that is
 * not the server's, says nothing: info.
 *
 * `unanswered`: earlier tries of the same call (same clientMessageId or Idempotency-Key) of which no answer came. A module that
 * refuses the repeat has looked for the first answer and found none; the platform's doors (limits, sign-in, overload) refuse without
 * looking, so they say nothing about the earlier ones.
 */
export function outcomeOf({ code, status }: OpError, unanswered = 0): 'fail' | 'info' {
  if (status === 0 || UNKNOWN.has(code) || !MODULE_CODE.test(code)) return 'info';
  if (code.startsWith('platform.')) return code in PLATFORM_ERRORS && unanswered === 0 ? 'fail' : 'info';
  return unanswered > 0 && status === 503 ? 'info' : 'fail';
}
