import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';

// swc rather than the default transformer: Nest's constructor injection needs emitted decorator metadata.
export default defineConfig({
  plugins: [swc.vite({ module: { type: 'es6' } })],
  oxc: false,
  test: {
    include: [
      'src/**/*.spec.ts',
      'sdk/**/*.spec.ts',
      'scripts/**/*.spec.ts',
      'test/**/*.spec.ts',
      'bench/**/*.spec.ts',
    ],
    environment: 'node',
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/wire-setup.ts'],
    // Real servers: the first test of a run may have to wait for one to start.
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
