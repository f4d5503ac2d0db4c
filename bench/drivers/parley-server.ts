import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { dieTogether, forget } from '../../scripts/parts/watchdog.js';
import { freePort } from '../../src/platform/database/embedded/free-port.js';
import { until } from '../lib/async.js';
import { SERVER_FLAGS } from '../lib/node-flags.js';

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const READY_MS = 120_000;

/**
 * Only what would stop a load of this size: limits per user and address, and the dearness of passwords, which no figure measures. Sign-in, validation,
 * membership and outbox stay on.
 */
const SETTINGS = {
  MIGRATE: 'always',
  METRICS_PORT: '0',
  SWAGGER: 'false',
  LOG_LEVEL: 'warn',
  SEND_PER_SECOND: '1000000',
  SEND_BURST: '1000000',
  REQUESTS_PER_MINUTE: '10000000',
  SIGN_INS_PER_MINUTE: '1000000',
  SOCKET_EVENTS_PER_SECOND: '1000000',
  ARGON2_MEMORY_KIB: '64',
  ARGON2_PASSES: '1',
};

/** The product as an operator starts it: one process with every role, on a database of the bench's PostgreSQL. */
export class ParleyServer {
  private child: ChildProcess | undefined;
  port = 0;

  constructor(
    private readonly databaseUrl: string,
    /** Further settings; they win over the bench's own. */
    private readonly settings: Record<string, string> = {},
    /** Folder that gets a CPU profile of each run when it stops. */
    private readonly profileTo?: string,
  ) {}

  async start(): Promise<void> {
    // A restart keeps its port, as a deployment does; clients and tokens stay valid.
    this.port ||= await freePort();
    const own = { DATABASE_URL: this.databaseUrl, PORT: String(this.port) };
    const env = { ...process.env, ...SETTINGS, ...own, ...this.settings };
    const profile = this.profileTo ? ['--cpu-prof', `--cpu-prof-dir=${this.profileTo}`] : [];
    const flags = [...SERVER_FLAGS, ...profile];
    const child = spawn(process.execPath, [...flags, MAIN], { stdio: ['ignore', 'ignore', 'inherit'], env });
    this.child = child;
    // An interrupted run must not leave its servers behind.
    const { pid } = child;
    if (pid) dieTogether(pid);
    child.once('exit', () => pid && forget(pid));
    const ready = (): Promise<boolean> =>
      fetch(`${this.url}/health/ready`).then(
        (answer) => answer.ok,
        () => false,
      );
    const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
    await until(async () => ended() || (await ready()), READY_MS, 50);
    if (ended() || !(await ready())) throw new Error('the server did not become ready');
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pids(): number[] {
    return this.child?.pid ? [this.child.pid] : [];
  }

  async stop(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
}
