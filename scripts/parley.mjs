// npm run parley -- <command>: what an operator does besides running the server.
import { join } from 'node:path';
import { readDotEnv } from './dot-env.mjs';
import { prepare, root } from './prepare.mjs';
import { serve } from './serve.mjs';

await prepare();
readDotEnv();
serve(['--enable-source-maps', join(root, 'dist', 'src', 'cli', 'main.js'), ...process.argv.slice(2)], { cwd: root });
