import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Part } from './part.js';
import { until } from './until.js';
import { dieTogether, forget } from './watchdog.js';

export interface ProcessSpec {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Output goes here, appended. */
  logFile: string;
  /** Whether it serves; asked again and again after the start. May throw for "not yet". */
  ready: () => Promise<boolean>;
  readyMs: number;
  /** How long it may take to end on a signal before it is killed. */
  stopMs: number;
  /** Told of an end that nobody here asked for. */
  onUnexpectedEnd?: (how: string, end: ProcessEnd) => void;
}

export interface ProcessEnd {
  name: string;
  pid: number;
  code: number | null;
  signal: NodeJS.Signals | null;
}

const DEADLY: ReadonlySet<NodeJS.Signals> = new Set(['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGQUIT', 'SIGABRT', 'SIGHUP']);

/** A child process as a part: see `Part`. */
export class ManagedProcess implements Part {
  private child?: ChildProcess;
  private expected = false;

  private constructor(private readonly spec: ProcessSpec) {}

  static async start(spec: ProcessSpec): Promise<ManagedProcess> {
    const managed = new ManagedProcess(spec);
    await managed.launch();
    return managed;
  }

  get pid(): number {
    return this.child!.pid!;
  }

  get alive(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The signal that ended it: not the one it was sent, where it did not end on that in time. Null: none, or it lives. */
  get endedBy(): NodeJS.Signals | null {
    return this.child?.signalCode ?? null;
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    if (!this.alive) return;
    const child = this.child!;
    if (!DEADLY.has(signal)) return void child.kill(signal);
    this.expected = true;
    const ended = once(child, 'exit');
    const timer = setTimeout(() => child.kill('SIGKILL'), this.spec.stopMs);
    child.kill(signal);
    await ended.finally(() => clearTimeout(timer));
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.launch();
  }

  async stop(): Promise<void> {
    if (!this.alive) return;
    // A stopped process would only look at SIGTERM after SIGCONT.
    this.child!.kill('SIGCONT');
    await this.kill('SIGTERM');
  }

  private async launch(): Promise<void> {
    const { command, args, cwd, env, logFile, name } = this.spec;
    mkdirSync(dirname(logFile), { recursive: true });
    const log = openSync(logFile, 'a');
    this.expected = false;
    // Detached: Ctrl-C in a terminal reaches only the process that started it, which then stops its parts in order.
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.child = child;
    await once(child, 'spawn');
    dieTogether(child.pid!);
    child.once('exit', (code, signal) => {
      forget(child.pid!);
      const end = { name, pid: child.pid!, code, signal };
      if (!this.expected) this.spec.onUnexpectedEnd?.(`${name} ended by itself (${signal ?? `code ${code}`})`, end);
    });
    await this.untilReady();
  }

  private async untilReady(): Promise<void> {
    const { name, ready, readyMs } = this.spec;
    try {
      await until(`${name} answers`, readyMs, async () => {
        const served = this.alive && (await ready());
        return served || !this.alive;
      });
      if (!this.alive) throw new Error(`${name} ended while starting`);
    } catch (error) {
      await this.kill('SIGKILL');
      throw new Error(`${name} did not start. The end of its log:\n${this.logTail()}`, { cause: error });
    }
  }

  private logTail(): string {
    return existsSync(this.spec.logFile) ? readFileSync(this.spec.logFile, 'utf8').slice(-2_000) : '';
  }
}
