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
 */
export function isKnownOrigin(
  { origin, host }: { origin?: string; host?: string },
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host && /^https?:/.test(origin);
}
