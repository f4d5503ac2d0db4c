// Runs a program as the whole business of this process: who stops this one stops the program, and who waits for it waits for that.
// Plain JavaScript: `npm start` runs it.
import { spawn } from 'node:child_process';
import { clearInterval, setInterval } from 'node:timers';

const LOOK_MS = 500;
/** As it was at the beginning: what comes before the start may take a minute, and be stopped too. */
const parent = process.ppid;

/** Starts Node with `args`; `options` as those of `spawn`. This process ends with the program, and with its exit code. */
export function serve(args, options = {}) {
  const program = spawn(process.execPath, args, { stdio: 'inherit', ...options });
  const stop = () => program.kill('SIGTERM');
  // On a terminal Ctrl-C reaches the program by itself; a supervisor's signal has to be handed on.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, stop);
  process.on('SIGINT', () => {});
  if (process.env.npm_lifecycle_event) withParent(stop);
  program.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

/** Who stops `npm` stops the shell that it runs us in, and that dies without handing the signal on. */
function withParent(stop) {
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    stop();
  }, LOOK_MS);
}
