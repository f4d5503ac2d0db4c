import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/sequencer.js';

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
      'web/src/**/*.spec.ts',
    ],
    environment: 'node',
    // Most specs wait for real servers rather than compute: on two cores one worker leaves the machine idle half of the time.
    maxWorkers: 2,
    // What the files of a worker load is loaded once. Isolated, a quarter of the run was importing the same modules again.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/patience.ts', 'test/support/wire-setup.ts'],
    // Real servers, on a machine that may be busy: a limit for what hangs, not a measure of speed.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
