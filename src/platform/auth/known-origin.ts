import type { Config } from '../config/config.js';

/** Origins that are known beside the one a request itself names as its host. */
export function knownOrigins(config: Config): string[] {
  const own = config.get('PUBLIC_URL');
  return [...config.get('ALLOWED_ORIGINS'), ...(own ? [new URL(own).origin] : [])];
}

/**
 * Whether a request comes from the deployment's own pages, from one of the allowed origins, or from no page at all. Browsers
 * always name the origin; programs name none, and a program can claim any. So none is let in: this keeps other web sites
 * out, the token keeps strangers out.
 *
 * What a request names as its host counts as own, also where PUBLIC_URL is set: a node is reached by its address, by a second
 * name or by its balancer's too. So a page passes whose name somebody points at this server (DNS rebinding). No session is
 * at stake: cookies and tokens belong to the names that people signed in at, and nobody signs in at that one. It reaches a server
 * that its author perhaps cannot, but so it does by REST, which asks for an origin with the cookie alone; what prevents that is a
 * proxy that answers to its own names only (SECURITY.md).
 */
export function isKnownOrigin(
  { origin, host }: { origin?: string; host?: string },
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host && /^https?:/.test(origin);
}
