import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { afterEach, describe, expect, it } from 'vitest';
import config from '../../.dependency-cruiser.mjs';

const root = process.cwd();
const rules = config.forbidden as Array<IForbiddenRuleType & { name: string }>;

/** One violation per rule: file → its imports. The rule must name it; without it the rule is not a rule. */
const PLANTED: Record<string, Record<string, string[]>> = {
  'no-cycles': { 'src/shared/a.ts': ['./b.js'], 'src/shared/b.ts': ['./a.js'] },
  'module-door': { 'src/messaging/use-cases/a.ts': ['../../groups/domain/b.js'], 'src/groups/domain/b.ts': [] },
  'module-door-from-outside': { 'src/app.module.ts': ['./groups/groups.module.js'], 'src/groups/groups.module.ts': [] },
  'rank-identity': { 'src/identity/edge/a.ts': ['../../groups/index.js'], 'src/groups/index.ts': [] },
  'rank-groups': { 'src/groups/edge/a.ts': ['../../messaging/index.js'], 'src/messaging/index.ts': [] },
  'rank-media': { 'src/media/edge/a.ts': ['../../presence/index.js'], 'src/presence/index.ts': [] },
  'rank-presence': { 'src/presence/edge/a.ts': ['../../messaging/index.js'], 'src/messaging/index.ts': [] },
  'rank-messaging': { 'src/messaging/edge/a.ts': ['../../notifications/index.js'], 'src/notifications/index.ts': [] },
  'rank-search': { 'src/search/edge/a.ts': ['../../notifications/index.js'], 'src/notifications/index.ts': [] },
  'rank-notifications': { 'src/notifications/edge/a.ts': ['../../search/index.js'], 'src/search/index.ts': [] },
  'platform-knows-no-module': { 'src/platform/http/a.ts': ['../../identity/index.js'], 'src/identity/index.ts': [] },
  'pure-imports-no-npm': { 'src/groups/domain/a.ts': ['rxjs'] },
  'contract-imports-nothing': { 'src/contract/a.ts': ['../shared/b.js'], 'src/shared/b.ts': [] },
  'shared-imports-down': { 'src/shared/a.ts': ['../platform/http/b.js'], 'src/platform/http/b.ts': [] },
  'domain-imports-domain': { 'src/groups/domain/a.ts': ['../../platform/http/b.js'], 'src/platform/http/b.ts': [] },
  'persistence-below-use-cases': {
    'src/groups/persistence/a.ts': ['../use-cases/b.js'],
    'src/groups/use-cases/b.ts': [],
  },
  'use-cases-below-edge': { 'src/groups/use-cases/a.ts': ['../edge/b.js'], 'src/groups/edge/b.ts': [] },
  'sdk-sees-contract-only': { 'sdk/a.ts': ['../src/shared/b.js'], 'src/shared/b.ts': [] },
  'web-sees-sdk-door': { 'web/src/client/a.ts': ['../../../sdk/rest/b.js'], 'sdk/rest/b.ts': [] },
  'web-is-seen-by-nobody': { 'sdk/a.ts': ['../web/src/ui/b.js'], 'web/src/ui/b.ts': [] },
  'web-features-apart': {
    'web/src/features/auth/a.tsx': ['../timeline/index.js'],
    'web/src/features/timeline/index.ts': [],
  },
  'web-feature-door': { 'web/src/app/a.tsx': ['../features/auth/B.js'], 'web/src/features/auth/B.tsx': [] },
  'web-arrows-point-down': { 'web/src/features/auth/a.ts': ['../../app/b.js'], 'web/src/app/b.tsx': [] },
  'web-base-knows-no-feature': {
    'web/src/client/a.ts': ['../features/auth/index.js'],
    'web/src/features/auth/index.ts': [],
  },
  'web-ui-knows-no-chat': { 'web/src/ui/A.tsx': ['../client/index.js'], 'web/src/client/index.ts': [] },
  'web-words-know-nothing': { 'web/src/keys/a.ts': ['../preferences/index.js'], 'web/src/preferences/index.ts': [] },
  'typeorm-in-persistence': { 'src/groups/use-cases/a.ts': ['typeorm'] },
  'redis-in-its-place': { 'src/groups/use-cases/a.ts': ['ioredis'] },
  'kafka-in-transport': { 'src/groups/edge/a.ts': ['kafkajs'] },
  'sockets-in-realtime': { 'src/groups/use-cases/a.ts': ['socket.io'] },
};

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function plant(files: Record<string, string[]>): void {
  folder = mkdtempSync(join(tmpdir(), 'parley-boundaries-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const [file, imports] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    const lines = imports.map((from, i) => `import * as x${i} from '${from}';\nexport { x${i} };`);
    writeFileSync(join(folder, file), `${lines.join('\n')}\nexport const here = 1;\n`);
  }
}

async function broken(files: Record<string, string[]>): Promise<string[]> {
  plant(files);
  const { tsConfig: _tsConfig, ...options } = config.options as ICruiseOptions;
  const found = await cruise(
    Object.keys(files)
      .map((f) => f.split('/')[0]!)
      .filter((f, i, all) => all.indexOf(f) === i),
    { ...options, baseDir: folder, validate: true, ruleSet: { forbidden: rules } },
  );
  return (found.output as ICruiseResult).summary.violations.map((v) => v.rule.name);
}

describe('the boundary rules', () => {
  it('each have a planted violation', () => {
    expect(Object.keys(PLANTED).sort()).toEqual(rules.map((r) => r.name).sort());
  });

  it.each(Object.entries(PLANTED))('%s catches its planted violation', async (rule, files) => {
    expect(await broken(files)).toContain(rule);
  });

  it('find nothing in a tree that keeps them', async () => {
    const sound = {
      'src/messaging/use-cases/a.ts': ['../../groups/index.js', '../domain/c.js'],
      'src/messaging/domain/c.ts': ['../../shared/d.js'],
      'src/groups/index.ts': [],
      'src/shared/d.ts': [],
      'src/platform/redis/e.ts': ['ioredis'],
      'web/src/app/f.tsx': ['../features/auth/index.js'],
      'web/src/features/auth/index.ts': ['../../client/index.js', '../../ui/index.js'],
      'web/src/client/index.ts': ['../../../sdk/index.js', '../i18n/index.js'],
      'web/src/ui/index.ts': ['../keys/index.js'],
      'web/src/keys/index.ts': ['../i18n/index.js'],
      'web/src/i18n/index.tsx': [],
      'sdk/index.ts': [],
    };
    expect(await broken(sound)).toEqual([]);
  });
});

describe('the environment', () => {
  it('is read in platform/config only', () => {
    const files = ['src/app.module.ts', 'src/platform/config/config.ts'];
    plant(Object.fromEntries(files.map((file) => [file, []])));
    for (const file of files) appendFileSync(join(folder, file), 'export const port = process.env.PORT;\n');
    // This rule needs no types.
    const { options: _typeAware, ...lint } = JSON.parse(readFileSync('.oxlintrc.json', 'utf8')) as { options: object };
    writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify(lint));
    const { stdout } = spawnSync(
      join(root, 'node_modules', '.bin', 'oxlint'),
      ['--format=json', '--disable-nested-config'],
      {
        cwd: folder,
        encoding: 'utf8',
        shell: process.platform === 'win32',
      },
    );
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: Array<{ code: string; filename: string }> };
    expect(diagnostics.map(({ code, filename }) => [code, filename])).toEqual([
      ['eslint(no-restricted-properties)', 'src/app.module.ts'],
    ]);
  });
});
