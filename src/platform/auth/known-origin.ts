import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request comes from the deployment's own pages, from one of the allowed origins, or from no page at all. Programs
 * send no origin and could claim any, so they are let in without; a browser that hides where it comes from is not. This
 * keeps other web sites out, the token keeps strangers out.
 */
export function isKnownOrigin(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return !isBrowser(headers);
  if (allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host && /^https?:/.test(origin);
}

/** Browsers cannot leave these out, and a page cannot change them. */
function isBrowser(headers: IncomingHttpHeaders): boolean {
  const fetches = headers['sec-fetch-mode'] ?? headers['sec-fetch-site'] ?? headers['sec-fetch-dest'];
  return fetches !== undefined || /^Mozilla\//.test(headers['user-agent'] ?? '');
}
