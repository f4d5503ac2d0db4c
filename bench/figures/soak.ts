import { pause } from '../lib/async.js';
import { connect } from '../lib/postgres.js';
import { treeRssKiB } from '../lib/proc.js';
import { slope } from '../lib/stats.js';
import { alone, type Context, type Figure, type Row, type Sample } from './figure.js';
import { ERRORS, OfficeSide, offices } from './office-side.js';
import { PARLEY } from './sides.js';

const USERS = 40;
/** Actions a second of each: far from what makes the server busy, so that memory is what grows, and not a backlog. */
const PACE = 1;
const SAMPLE_MS = 10_000;
/** Of the time: caches fill, code is compiled, the heap finds its size. */
const WARM_UP = 0.2;
/** Autovacuum looks around once a minute. */
const VACUUMED_MS = 130_000;

const OUTBOX = `
  SELECT pg_total_relation_size('outbox') / 1048576.0 AS mib, (SELECT count(*) FROM outbox) AS rows,
    (SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'outbox') AS dead`;

/** An hour at work, with the server's memory looked at every ten seconds. */
class SoakSide extends OfficeSide {
  constructor(
    url: string,
    context: Context,
    private readonly minutes: number,
  ) {
    super(url, offices(USERS), context);
  }

  override async window(): Promise<Sample> {
    const points: [minute: number, mib: number][] = [];
    const stop = this.office.begin(USERS, PACE);
    const start = performance.now();
    const warm = this.minutes * WARM_UP;
    for (let minute = 0; minute < this.minutes; minute = (performance.now() - start) / 60_000) {
      await pause(SAMPLE_MS);
      if (minute < warm) this.office.reset();
      else points.push([minute, treeRssKiB(this.pids()) / 1024]);
    }
    const { n, mean, p99 } = this.office.actions.summary();
    const { errors } = this.office;
    stop();
    const faults = [...(await this.drain()), ...(await this.parley.faults())];
    // A server that mostly waits for a core shows nothing of what an hour of this load does to it.
    if (errors / n > ERRORS) faults.push(`${errors} of ${n} actions failed or ran out of time`);
    return {
      values: {
        actions: n,
        errors,
        mean,
        p99,
        mibPerMinute: slope(points),
        firstMiB: points[0]?.[1] ?? NaN,
        lastMiB: points.at(-1)?.[1] ?? NaN,
        ...(await this.outbox()),
      },
      faults,
    };
  }

  private async outbox(): Promise<{ outboxMiB: number; outboxRows: number; outboxDead: number }> {
    await pause(VACUUMED_MS);
    const client = await connect(this.url);
    const { rows } = await client.query<{ mib: string; rows: string; dead: string }>(OUTBOX);
    await client.end();
    const { mib, rows: left, dead } = rows[0]!;
    return { outboxMiB: Number(mib), outboxRows: Number(left), outboxDead: Number(dead) };
  }
}

const row = (what: string, value: string, unit: Row['unit'], marks: Row['marks']): Row => ({
  what,
  partner: '–',
  compare: alone(value, PARLEY),
  unit,
  better: 'lower',
  marks,
});

export const soakFigure: Figure = {
  name: 'soak',
  title: `${USERS} people at work at ${PACE} actions a second each for an hour (--minutes)`,
  cores: 'shared',
  once: true,
  sides: async (context: Context) => [
    new SoakSide(await context.postgres.createDatabase('soak'), context, context.options.minutes),
  ],
  rows: [
    row("growth of the server's memory after warm-up", 'mibPerMinute', 'MiB/min', { floor: 1 }),
    row('outbox at rest, with its indexes', 'outboxMiB', 'MiB', { floor: 10 }),
    row('rows of the outbox that are dead and not vacuumed', 'outboxDead', 'each', { floor: 10_000 }),
  ],
};
