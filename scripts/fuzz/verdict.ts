/** What never belongs into an answer, whatever was asked: traces, SQL, paths, hashes, keys, addresses of parts. */
const LEAKS =
  /\n\s+at |node_modules|\/(?:src|dist)\/\w+|\b(?:SELECT|INSERT INTO|DELETE FROM|UPDATE \w+ SET)\b|syntax error|violates \w+ constraint|\$argon2|BEGIN \w* ?PRIVATE|postgres:\/\/|password_hash|TypeError|Cannot read prop/;
/** Refusals of a server that is well but busy; each says when to come back. */
const RETRYABLE = new Set([
  'platform.overloaded',
  'platform.unavailable',
  'platform.outcome_unknown',
  'messaging.changed_meanwhile',
]);

/** Something secret in an answer; null: nothing. */
export function leakIn(text: string, canary: string): string | null {
  if (text.includes(canary)) return `shows what only others may read: ${text.slice(0, 300)}`;
  const leak = LEAKS.exec(text)?.[0];
  return leak === undefined ? null : `leaks ${JSON.stringify(leak)}: ${text.slice(0, 300)}`;
}

/** A problem with a status that a sound server never answers; null: none. */
export function failureIn(
  status: number,
  problem: { code?: string; retryAfterMs?: number } | undefined,
): string | null {
  if (status < 500) return null;
  if (status === 503 && RETRYABLE.has(problem?.code ?? '') && problem?.retryAfterMs !== undefined) return null;
  return `answered ${status} ${problem?.code ?? ''}`;
}
