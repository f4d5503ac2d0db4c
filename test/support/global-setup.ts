import type { TestProject } from 'vitest/node';
import { startPartsServer } from './parts-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    partsUrl: string;
  }
}

/** Once per run, before any spec file: nothing is started here but the server that starts parts on demand. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const parts = await startPartsServer();
  project.provide('partsUrl', parts.url);
  return () => parts.stop();
}
