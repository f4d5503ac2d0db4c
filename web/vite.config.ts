import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const web = import.meta.dirname;

/** The service worker with the names of this build's files in it: they are what it keeps, and what makes it a new one. */
function serviceWorker(): Plugin {
  return {
    name: 'parley-service-worker',
    apply: 'build',
    generateBundle(_, bundle) {
      const names = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
      const source = readFileSync(join(web, 'service-worker.js'), 'utf8');
      this.emitFile({
        type: 'asset',
        fileName: 'service-worker.js',
        source: source.replace('self.__FILES__', JSON.stringify(names.sort().map((name) => `/${name}`))),
      });
    },
  };
}

export default defineConfig({
  root: web,
  plugins: [react(), serviceWorker()],
  build: {
    outDir: join(web, '..', 'dist', 'web'),
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the server forbids data: scripts, and hashed files are cheaper than inlined ones after the first visit.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // `npx vite web` against a server of one's own on the default port.
  server: { proxy: { '/v1': 'http://127.0.0.1:3000', '/socket.io': { target: 'http://127.0.0.1:3000', ws: true } } },
});
