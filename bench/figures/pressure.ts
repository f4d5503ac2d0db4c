import { pause } from '../lib/async.js';
import { median } from '../lib/stats.js';
import { pairs } from '../drivers/driver.js';
import type { ParleyDriver } from '../drivers/parley.js';
import { closedLoop, openLoop } from '../loads/loops.js';
import { ChatSide, type Load } from './chat-side.js';
import { alone, type Context, type Figure, type Sample } from './figure.js';
import { everybody, PARLEY, parley } from './sides.js';
import { closed, USERS } from './messages.js';

const shape = pairs(USERS);
const OFFERED = 1.5;
const DEEP = 8;
const RELAY_SHARE = 0.8;
const LAG_EVERY_MS = 50;

const deep: Load = (traffic) => closedLoop(traffic, everybody(shape), DEEP);
const offered =
  (perSecond: number): Load =>
  (traffic) =>
    openLoop(traffic, everybody(shape), perSecond);

/** First the peak, then one and a half times as much: the surplus has to be refused at once and retryably. */
class OverloadSide extends ChatSide {
  override async window(): Promise<Sample> {
    await this.postgres.checkpoint();
    const faults: string[] = [];
    // With one in flight per user latency bounds the rate; a true peak needs a queue. The higher of both is what must be kept.
    const peaks: number[] = [];
    for (const load of [closed(shape), deep]) {
      peaks.push((await this.run(load)).ackedPerSecond);
      faults.push(...(await this.settle()));
    }
    const peak = Math.max(...peaks);
    await this.postgres.checkpoint();
    const over = await this.run(offered(peak * OFFERED));
    faults.push(...(await this.settle()));
    return { values: { ...over, peak, offeredPerSecond: peak * OFFERED, kept: over.ackedPerSecond / peak }, faults };
  }
}

/** How old the oldest unpublished entry is, sampled while 80 % of the peak is offered: no published entry ever waited longer than this saw. */
class RelaySide extends ChatSide {
  override async window(): Promise<Sample> {
    await this.postgres.checkpoint();
    const faults: string[] = [];
    const peak = (await this.run(closed(shape))).ackedPerSecond;
    faults.push(...(await this.settle()));
    await this.postgres.checkpoint();
    const lags: number[] = [];
    const sampling = { live: true };
    const sampler = this.sample(sampling, lags);
    const window = await this.run(offered(peak * RELAY_SHARE));
    sampling.live = false;
    await sampler;
    faults.push(...(await this.settle()));
    const sorted = lags.sort((a, b) => a - b);
    const lagP99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? NaN;
    return { values: { ...window, peak, lagP50: median(lags), lagP99, samples: lags.length }, faults };
  }

  private async sample(sampling: { live: boolean }, lags: number[]): Promise<void> {
    await pause(this.times.warmupSeconds * 1000);
    while (sampling.live) {
      lags.push(await (this.driver as ParleyDriver).relayLagMs());
      await pause(LAG_EVERY_MS);
    }
  }
}

export const overloadFigure: Figure = {
  name: 'overload',
  title: `${OFFERED} × the peak offered, direct messages, 200 users`,
  cores: 'shared',
  sides: async (context: Context) => [
    new OverloadSide(await parley(context), shape, deep, context.times, context.postgres),
  ],
  rows: [
    {
      what: `acked/s when ${OFFERED} × the peak is offered`,
      partner: 'its own peak',
      compare: { how: 'ratio', side: PARLEY, value: 'ackedPerSecond', partner: PARLEY, partnerValue: 'peak' },
      unit: '×',
      better: 'higher',
      marks: { floor: 0.8, goal: 0.95 },
    },
  ],
};

export const relayFigure: Figure = {
  name: 'relay-lag',
  title: `age of the oldest unpublished entry at ${RELAY_SHARE * 100} % of the direct peak`,
  cores: 'shared',
  sides: async (context: Context) => [
    new RelaySide(await parley(context), shape, deep, context.times, context.postgres),
  ],
  rows: [
    {
      what: `relay lag p99 at ${RELAY_SHARE * 100} % of the direct peak`,
      partner: '–',
      compare: alone('lagP99', PARLEY),
      unit: 'ms',
      better: 'lower',
      marks: { floor: 2000, goal: 500 },
    },
  ],
};
