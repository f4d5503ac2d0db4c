import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { EmbeddedPostgresFailed } from './errors.js';
import type { Home } from './home.js';
import { ENVIRONMENT } from './server-user.js';

/** Runs one of the Postgres programs as the server's user and waits for its end. Throws with what it printed. */
export async function runProgram(
  bin: string,
  program: string,
  args: string[],
  home: Home,
  doing: string,
): Promise<void> {
  const { code, output } = await run(join(bin, program), args, home);
  if (code !== 0) throw new EmbeddedPostgresFailed(doing, output || `${program} ended with code ${code}`);
}

function run(file: string, args: string[], home: Home): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...home.user,
      cwd: home.folder,
      env: process.platform === 'win32' ? undefined : ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // Its own process group, so that Ctrl-C in a terminal reaches the application only, which then stops the server in order.
      detached: process.platform !== 'win32',
    });
    let output = '';
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-8_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    // Not `close`: on Windows the server inherits the pipes of pg_ctl and keeps them open.
    child.on('exit', (code) => resolve({ code, output }));
  });
}
