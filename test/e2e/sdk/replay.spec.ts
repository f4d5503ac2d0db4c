import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import { replay } from '../../../scripts/replay/replay.js';
import { failed, inWords } from '../../../scripts/replay/report.js';
import { freshDatabase } from '../../support/database.js';
import { ircLog } from '../../../scripts/replay/generated-log.js';
import { startNode } from '../../support/start-node.js';

let node: RunningParley;
beforeAll(async () => {
  node = await startNode((await freshDatabase()).url, { SEND_PER_SECOND: '1000', SEND_BURST: '1000' });
});
afterAll(() => node.close());

describe('npm run replay', () => {
  it('lives a log through one node and finds it everywhere as it was', async () => {
    const report = await replay('generated', ircLog(7, 400), { urls: [node.url], speed: Infinity, listeners: 2 });
    expect(failed(report), inWords(report)).toBe(false);
    expect(report.acked + report.refused.length).toBe(report.lines);
    expect(report.lines).toBeGreaterThan(300);
    expect(report.joins).toBeGreaterThan(10);
    expect(report.departures).toBeGreaterThan(3);
    expect(report.seenBy.map(({ lines }) => lines)).toEqual(Array.from({ length: 5 }, () => report.acked));
    // Only what a person could not have sent either.
    expect(new Set(report.refused.map(({ code }) => code))).toEqual(new Set(['messaging.invalid_body']));
  }, 60_000);
});
