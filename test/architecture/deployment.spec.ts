import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../src/platform/config/settings.js';

const read = (file: string) => readFileSync(file, 'utf8');
const compose = read('docker-compose.yml');
const dockerfile = read('docker/Dockerfile');

/** The lines that belong to a key of the file, by their indentation. */
function block(text: string, key: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trimStart().startsWith(`${key}:`));
  const depth = lines[start]!.search(/\S/);
  const end = lines.findIndex((line, i) => i > start && line.trim() !== '' && line.search(/\S/) <= depth);
  return lines.slice(start + 1, end === -1 ? undefined : end).join('\n');
}

describe('image and compose file', () => {
  it('set only what Parley knows', () => {
    const inCompose = [...block(block(compose, 'x-parley'), 'environment').matchAll(/^ +([A-Z_]+):/gm)].map(
      (m) => m[1]!,
    );
    const inImage = [...dockerfile.match(/^ENV NODE_ENV=production (.*)$/m)![1]!.matchAll(/([A-Z_]+)=/g)].map(
      (m) => m[1]!,
    );
    expect(inCompose).toContain('DATABASE_URL');
    expect(inImage).toContain('DATA_DIR');
    expect([...inCompose, ...inImage].filter((name) => !(name in SETTINGS))).toEqual([]);
  });

  it('run files that the build makes', () => {
    const run = [...`${compose}${dockerfile}`.matchAll(/["']dist\/([\w/-]+)\.js["']/g)].map((m) => `${m[1]}.ts`);
    expect(new Set(run)).toEqual(new Set(['src/main.ts', 'src/cli/main.ts']));
    expect(run.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('balance over the nodes that there are, and believe exactly the one proxy in front', () => {
    const services = [...block(compose, 'services').matchAll(/^ {2}([\w-]+):/gm)].map((m) => m[1]!);
    const balanced = [...read('docker/haproxy.cfg').matchAll(/server-template \S+ 1 (\S+):3000 /g)].map((m) => m[1]!);
    expect(balanced).toEqual(services.filter((name) => name.startsWith('parley-')));
    expect(balanced).toHaveLength(2);
    expect(compose).toContain('TRUSTED_PROXIES: 1');
    expect(read('docker/haproxy.cfg')).toMatch(/option forwardfor[^]*del-header X-Forwarded-For/);
  });
});
