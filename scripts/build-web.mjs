// Bundles the web client into dist/web, unless what lies there was made from these very sources. Every text file gets a
// brotli and a gzip copy beside it, which the server sends to browsers that take them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { root, whenChanged } from './sources.mjs';

const SOURCES = ['web', 'sdk', 'src/contract', 'package-lock.json', 'scripts/build-web.mjs'];
const TEXT = /\.(?:js|css|html|svg|webmanifest)$/;
/** Below this a compressed copy saves less than it costs. */
const WORTH_BYTES = 1024;

export function buildWeb() {
  return whenChanged(join(root, 'dist', 'web', '.sources'), SOURCES, async () => {
    console.log('parley: building the web client (vite); about ten seconds');
    const { build } = await import('vite');
    await build({ configFile: join(root, 'web', 'vite.config.ts'), logLevel: 'warn' });
    compress(join(root, 'dist', 'web'));
    return true;
  });
}

function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !TEXT.test(file)) continue;
    const content = readFileSync(file);
    if (content.length < WORTH_BYTES) continue;
    writeFileSync(`${file}.br`, brotliCompressSync(content));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWeb();
