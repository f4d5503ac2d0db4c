import { mkdirSync, mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'vite';

/**
 * Bundles a TypeScript file into one that `node` runs as a process of its own, for tests that kill processes.
 * Packages stay outside the bundle, so it is written below the project folder, where they are found.
 */
export async function compileScript(entry: string): Promise<string> {
  const cache = join(process.cwd(), '.cache', 'scripts');
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(join(cache, `${basename(entry, '.ts')}-`));
  await build({
    configFile: false,
    logLevel: 'warn',
    build: { ssr: entry, outDir, minify: false, rollupOptions: { output: { entryFileNames: 'script.mjs' } } },
  });
  return join(outDir, 'script.mjs');
}
