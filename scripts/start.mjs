// npm start: installs, builds and runs Parley with an embedded Postgres. Nothing but Node is needed.
import { join } from 'node:path';
import { readDotEnv } from './dot-env.mjs';
import { prepare, root } from './prepare.mjs';
import { serve } from './serve.mjs';

await prepare();
readDotEnv();

// The larger young generation takes the p99 under load from 26 to 2 ms (docs/adr/0004).
serve(['--max-semi-space-size=64', '--enable-source-maps', join(root, 'dist', 'src', 'main.js')], {
  cwd: root,
  env: { LOG_FORMAT: 'pretty', ...process.env },
});
