import type { Marks } from '../history/index.js';

type Run = Marks['run'];

/** Of a run of which nothing matters but the limits that it is held to. */
export const blankRun = (limits: Run['limits'] = { revokeMs: 1, presenceMs: 1, typingMs: 1 }): Run => ({
  ...{ seed: '', startedAt: '', version: '', epoch: 'e', nodes: [], replay: '' },
  asked: { sends: 0, seen: [] },
  limits,
});
