import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../src/platform/database/embedded/free-port.js';
import { projectFolder } from './ensure.js';
import { ManagedProcess, type ProcessSpec } from './managed-process.js';
import type { Part } from './part.js';

export interface ParleyNode extends Part {
  /** Past the balancer. */
  url: string;
  port: number;
  metricsUrl: string;
  logFile: string;
  readonly alive: boolean;
  /** See `ManagedProcess`. */
  readonly endedBy: NodeJS.Signals | null;
}

export interface ParleyNodeOptions {
  name: string;
  dir: string;
  /** Settings by name; PORT and METRICS_PORT are chosen here unless given. */
  settings: Record<string, string>;
  /** Options of Node itself, such as `--max-old-space-size=64`. */
  nodeOptions?: string[];
  onUnexpectedEnd?: ProcessSpec['onUnexpectedEnd'];
}

/** One node as it runs in production: the build in `dist/`, in a process of its own, with nothing of our environment. */
export async function startParleyNode(options: ParleyNodeOptions): Promise<ParleyNode> {
  const port = Number(options.settings['PORT'] ?? (await freePort()));
  const metricsPort = Number(options.settings['METRICS_PORT'] ?? (await freePort()));
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(options.dir, `${options.name}.log`);
  const settings = { HOST: '127.0.0.1', PORT: String(port), METRICS_PORT: String(metricsPort) };
  const managed = await ManagedProcess.start({
    name: options.name,
    command: process.execPath,
    args: ['--max-semi-space-size=64', '--enable-source-maps', ...(options.nodeOptions ?? []), built('src/main.js')],
    cwd: options.dir,
    env: { ...environment(), ...settings, ...options.settings },
    logFile,
    ready: async () => (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(1_000) })).ok,
    readyMs: 60_000,
    stopMs: 30_000,
    onUnexpectedEnd: options.onUnexpectedEnd,
  });
  return Object.assign(managed, { url, port, logFile, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` });
}

/** Runs the operator's command that migrates a database. */
export async function runMigrations(databaseUrl: string): Promise<void> {
  const env = { ...environment(), DATABASE_URL: databaseUrl };
  await promisify(execFile)(process.execPath, [built('src/cli/main.js'), 'migrate'], { env });
}

function built(file: string): string {
  const path = join(projectFolder(), 'dist', file);
  if (!existsSync(path)) throw new Error(`${path} is missing: run "npm run build" first`);
  return path;
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], NODE_ENV: 'production' };
}
