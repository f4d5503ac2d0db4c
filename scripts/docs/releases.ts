import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/** The two documents of a released version, as digests; `docs/releases.json` has one of each release, oldest first. */
export interface Release {
  version: string;
  openapi: string;
  asyncapi: string;
}
interface Document {
  info: { version: string };
}

const FILE = 'docs/releases.json';
export const releases = (): Release[] => JSON.parse(readFileSync(FILE, 'utf8')) as Release[];

export const releaseOf = (openapi: Document, asyncapi: Document): Release => ({
  version: openapi.info.version,
  openapi: digest(openapi),
  asyncapi: digest(asyncapi),
});

/** Adds the present documents as released. */
export function noteRelease(release: Release): void {
  const others = releases().filter(({ version }) => version !== release.version);
  writeFileSync(FILE, `${JSON.stringify([...others, release], null, 2)}\n`);
}

/** What is wrong where documents changed since the last release and the version did not go up; null: nothing. */
export function missingBump(now: Release, released: readonly Release[]): string | null {
  const last = released.at(-1);
  if (!last) return null;
  const changed = (['openapi', 'asyncapi'] as const).filter((name) => now[name] !== last[name]);
  if (changed.length === 0 || isNewer(now.version, last.version)) return null;
  return `docs/${changed.join('.json and docs/')}.json changed since ${last.version} was released: raise the version in package.json, then npm run docs`;
}

/** The version itself stands in the document and is no change of the wire. */
function digest(document: Document): string {
  const bare = { ...document, info: { ...document.info, version: '' } };
  return createHash('sha256').update(JSON.stringify(bare)).digest('hex');
}

function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((v) => v.split('.').map(Number)) as [number[], number[]];
  const at = a.findIndex((n, i) => n !== b[i]);
  return at >= 0 && a[at]! > b[at]!;
}
