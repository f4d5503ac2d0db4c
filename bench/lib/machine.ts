import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus, platform, release, totalmem } from 'node:os';

const PACKAGES = [
  'socket.io',
  'socket.io-client',
  'pg',
  '@nestjs/core',
  '@nestjs/platform-socket.io',
  'typeorm',
  'ioredis',
  'kafkajs',
];

export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  system: string;
  node: string;
  packages: Record<string, string>;
  commit: string;
  measuredAt: string;
}

function versionOf(name: string): string {
  const require = createRequire(import.meta.url);
  try {
    const folder = require.resolve.paths(name)!.map((base) => `${base}/${name}/package.json`);
    for (const file of folder) {
      try {
        return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
      } catch {
        // Not in this node_modules; the next one up may have it.
      }
    }
  } catch {
    // A built-in name has no paths.
  }
  return 'absent';
}

function commit(): string {
  try {
    const head = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    const changed = execFileSync('git', ['status', '--porcelain', '--', 'src', 'sdk', 'bench/**/*.ts'], {
      encoding: 'utf8',
    }).trim();
    return changed ? `${head} with changes` : head;
  } catch {
    return 'unknown';
  }
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    packages: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
    commit: commit(),
    measuredAt: new Date().toISOString(),
  };
}

export function printMachine(m: Machine, postgres: string | undefined): void {
  console.log(`machine   ${m.cpu}, ${m.cores} cores, ${m.memoryGiB} GiB, ${m.system}`);
  console.log(
    `versions  node ${m.node}, ${postgres ? `PostgreSQL ${postgres}, ` : ''}${Object.entries(m.packages)
      .map(([k, v]) => `${k} ${v}`)
      .join(', ')}`,
  );
  console.log(`commit    ${m.commit}, ${m.measuredAt}`);
}
