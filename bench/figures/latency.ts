import { BareDriver } from '../drivers/bare.js';
import { pairs } from '../drivers/driver.js';
import { openLoop } from '../loads/loops.js';
import { ChatSide, type Load } from './chat-side.js';
import { ratio, type Figure, type Sample } from './figure.js';
import { closed, LATENCY_RATE, USERS } from './messages.js';
import { BATCH, bareBatch, everybody, PARLEY, parley, sidesOf } from './sides.js';

/** What 1,000/s were where the floors were set: a bare server acked 13,400/s there. */
const SHARE = 1 / 13;

const direct = pairs(USERS);
const at =
  (rate: () => number): Load =>
  (traffic) =>
    openLoop(traffic, everybody(direct), rate());

const rows = (where: string): Figure['rows'] => {
  const row = (what: string, value: string, floor: number, goal: number): Figure['rows'][number] => ({
    what: `${what} at ${where}`,
    partner: 'bare Socket.IO + pg, group commit',
    compare: ratio(value, PARLEY, BATCH),
    unit: '×',
    better: 'lower',
    marks: { floor, goal },
  });
  return [
    row('p50 of ack', 'ackP50', 2, 1.5),
    row('p99 of ack', 'ackP99', 4, 2),
    row('p50 of delivery', 'deliveryP50', 2, 1.5),
    row('p99 of delivery', 'deliveryP99', 4, 2),
  ];
};

export const latencyFigure: Figure = {
  name: 'latency',
  title: `ack and delivery at ${LATENCY_RATE} direct messages/s offered, open loop`,
  cores: 'shared',
  sides: sidesOf(
    direct,
    at(() => LATENCY_RATE),
    [parley, bareBatch],
  ),
  rows: rows(`${LATENCY_RATE} messages/s`),
};

/** What the bare server acks when it has nothing to wait for; the rate of the others in the same round. */
class PeakSide extends ChatSide {
  perSecond = NaN;

  override async window(): Promise<Sample> {
    const sample = await super.window();
    this.perSecond = sample.values.ackedPerSecond!;
    return sample;
  }
}

/** The same at a rate that means the same on every machine: a fixed 1,000/s is a thirteenth of the peak on one and a sixth on another. */
export const latencyShareFigure: Figure = {
  name: 'latency-share',
  title: 'ack and delivery of direct messages at a thirteenth of the bare server’s peak in the same round, open loop',
  cores: 'shared',
  sides: async (context) => {
    const { postgres, times } = context;
    const databaseUrl = await postgres.createDatabase('bare_peak');
    const bare = new BareDriver('bare-peak', { store: 'batch', databaseUrl });
    const peak = new PeakSide(bare, direct, closed(direct), times, postgres);
    const share = at(() => {
      if (Number.isNaN(peak.perSecond)) throw new Error('bare-peak has to run too: it says at what rate');
      return peak.perSecond * SHARE;
    });
    return [peak, ...(await sidesOf(direct, share, [parley, bareBatch])(context))];
  },
  rows: rows('a thirteenth of the bare server’s peak'),
};
