import { cleanLine } from './display-name.js';

const LONGEST = 80;

/** What a session is called in the list of sessions: the client's own word, or its user agent. */
export function deviceName(given: string | undefined, userAgent: string | undefined): string {
  const name = cleanLine(given ?? userAgent ?? '');
  return [...name].slice(0, LONGEST).join('') || 'unknown device';
}
