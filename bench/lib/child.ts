import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface ChildOptions {
  env?: NodeJS.ProcessEnv;
  nodeOptions?: string[];
}

/** A node program of the benchmark in a process of its own. It says `{ready: …}` over IPC; `ask` sends a command and awaits its answer. */
export class Child<Ready> {
  private constructor(
    readonly process: ChildProcess,
    readonly ready: Ready,
  ) {}

  static async start<Ready>(file: string, args: readonly string[], options: ChildOptions = {}): Promise<Child<Ready>> {
    const child = spawn(process.execPath, [...(options.nodeOptions ?? []), file, ...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: options.env ?? process.env,
    });
    const failed = once(child, 'exit').then(([code]) => {
      throw new Error(`${file} ended with ${String(code)} before it was ready`);
    });
    const [message] = (await Promise.race([once(child, 'message'), failed])) as [{ ready: Ready }];
    failed.catch(() => undefined);
    return new Child(child, message.ready);
  }

  get pid(): number {
    return this.process.pid!;
  }

  async ask<Answer>(command: unknown): Promise<Answer> {
    const answer = once(this.process, 'message');
    this.process.send(command as object);
    return ((await answer) as [Answer])[0];
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await gone;
  }
}
