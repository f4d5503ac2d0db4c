import type pg from 'pg';
import { pause } from '../lib/async.js';
import { connect } from '../lib/postgres.js';
import { fillHistory, HeadsThen, readAll } from '../drivers/parley-history.js';
import { PACE } from '../loads/office.js';
import { alone, type Context, type Figure, type Sample } from './figure.js';
import { ERRORS, OfficeSide, offices } from './office-side.js';
import { PARLEY } from './sides.js';

const STORED = 1_000_000;
const STEPS = [10, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400];
/** A person does one thing every 20 s. */
const PERSONS = PACE * 20;
/** The thresholds of the published ceiling tests. */
const MEAN_MS = 100;
const P99_MS = 2000;
const shape = offices(STEPS.at(-1)!);

interface Step {
  perSecond: number;
  mean: number;
  p99: number;
  errors: number;
}

/** More and more people until one of the thresholds is broken; the last number that kept them all is the figure. */
class CeilingSide extends OfficeSide {
  private client!: pg.Client;
  private heads!: HeadsThen;

  protected override async prepare(): Promise<void> {
    await super.prepare();
    const { conversationIds } = this.parley.accounts;
    await fillHistory(this.url, { messages: STORED, conversationIds });
    await this.parley.restart();
    this.client = await connect(this.url);
    this.heads = await HeadsThen.read(this.client, conversationIds);
  }

  protected override atFirst(): number[] {
    return [];
  }

  override async window(): Promise<Sample> {
    const values: Record<string, number> = { people: 0 };
    const faults: string[] = [];
    await this.parley.accounts.freshen();
    await readAll(this.client);
    let connected = 0;
    for (const users of STEPS) {
      await this.postgres.checkpoint();
      await this.connectAll(Array.from({ length: users - connected }, (_, i) => connected + i));
      connected = users;
      const step = await this.step(users);
      faults.push(...(await this.drain()), ...(await this.heads.faults(this.client)));
      Object.assign(values, Object.fromEntries(Object.entries(step).map(([name, v]) => [`${name}At${users}`, v])));
      if (step.mean >= MEAN_MS || step.p99 >= P99_MS || step.errors >= ERRORS) break;
      values['people'] = users * PERSONS;
    }
    for (let user = 0; user < connected; user++) this.traffic.detach(user);
    return { values, faults };
  }

  private async step(users: number): Promise<Step> {
    const stop = this.office.begin(users);
    await pause(this.times.warmupSeconds * 1000);
    this.office.reset();
    await pause(this.times.seconds * 1000);
    const { n, mean, p99 } = this.office.actions.summary();
    const errors = this.office.errors / (n + this.office.errors);
    stop();
    return { perSecond: n / this.times.seconds, mean, p99, errors };
  }

  override async stop(): Promise<void> {
    await this.client?.end();
    await super.stop();
  }
}

export const officeFigure: Figure = {
  name: 'office',
  title: `people at work at ${PACE} actions a second each on ${STORED / 1e6} million stored messages, until mean ≥ ${MEAN_MS} ms, p99 ≥ ${P99_MS} ms or errors ≥ ${ERRORS * 100} %`,
  cores: 'shared',
  sides: async (context: Context) => [new CeilingSide(await context.postgres.createDatabase('office'), shape, context)],
  rows: [
    {
      what: `people at one action every 20 s each, with every threshold kept (as users ${PERSONS} times as busy)`,
      partner: '–',
      compare: alone('people', PARLEY),
      unit: 'users',
      better: 'higher',
      marks: {},
    },
  ],
};
