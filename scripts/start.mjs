// npm start: installs, builds and runs Parley with an embedded Postgres. Nothing but Node is needed.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

await prepare();

// The larger young generation takes the p99 under load from 26 to 2 ms (docs/adr/0004).
const node = spawn(
  process.execPath,
  ['--max-semi-space-size=64', '--enable-source-maps', join(root, 'dist', 'src', 'main.js')],
  {
    cwd: root,
    stdio: 'inherit',
    env: { LOG_FORMAT: 'pretty', ...process.env },
  },
);
// On a terminal Ctrl-C reaches the child by itself; a supervisor's signal has to be handed on.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => node.kill('SIGTERM'));
process.on('SIGINT', () => {});
node.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
