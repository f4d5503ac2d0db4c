import { pause } from '../lib/async.js';
import { treeRssKiB } from '../lib/proc.js';
import { rooms } from '../drivers/driver.js';
import { broadcastLoop } from '../loads/loops.js';
import { ChatSide, type Load } from './chat-side.js';
import { alone, type Context, type Figure, type Sample } from './figure.js';
import { PARLEY, parley } from './sides.js';

const EACH = 1000;
const IN_FLIGHT = 16;
/** The stretches are this much longer than others', so that more is owed to each stalled one than kernels keep. */
const LONGER = 3;
const FRAME_KIB = 0.4;
const SAMPLE_MS = 250;

const shape = rooms(1, 1 + 2 * EACH);
const SPEAKER = 0;
const stalled = Array.from({ length: EACH }, (_, i) => 1 + EACH + i);

const toReaders: Load = (traffic) => broadcastLoop(traffic, SPEAKER, EACH, IN_FLIGHT);

/** One room: a thousand read; then beside another thousand that stop reading without going away. */
class SlowReadersSide extends ChatSide {
  protected override async prepare(): Promise<void> {
    this.traffic.leaveOut(stalled);
  }

  protected override atFirst(): number[] {
    return super.atFirst().filter((user) => !stalled.includes(user));
  }

  override async window(): Promise<Sample> {
    await this.postgres.checkpoint();
    const times = { ...this.times, seconds: this.times.seconds * LONGER };
    const alone = await this.run(toReaders, times);
    const faults = await this.settle();
    await this.connectAll(stalled);
    const before = treeRssKiB(this.pids());

    for (const user of stalled) this.traffic.connectionOf(user).stall!();
    await this.postgres.checkpoint();
    const watch = { live: true, mostKiB: 0 };
    const watching = this.watchMemory(watch);
    const sent = this.traffic.sent;
    const beside = await this.run(toReaders, times);
    faults.push(...(await this.settle()));
    const owedKiBEach = (this.traffic.sent - sent) * FRAME_KIB;
    watch.live = false;
    await watching;

    for (const user of stalled) this.traffic.detach(user);
    return {
      values: {
        ...beside,
        aloneDeliveryP99: alone.deliveryP99,
        besideDeliveryP99: beside.deliveryP99,
        memoryMiB: (watch.mostKiB - before) / 1024,
        baseMiB: before / 1024,
        owedKiBEach,
      },
      faults,
    };
  }

  private async watchMemory(watch: { live: boolean; mostKiB: number }): Promise<void> {
    while (watch.live) {
      watch.mostKiB = Math.max(watch.mostKiB, treeRssKiB(this.pids()));
      await pause(SAMPLE_MS);
    }
  }
}

export const slowReadersFigure: Figure = {
  name: 'slow-readers',
  title: `${EACH} that stop reading beside ${EACH} that read, in one room, ${IN_FLIGHT} messages in flight`,
  cores: 'split',
  sides: async (context: Context) => [
    new SlowReadersSide(await parley(context), shape, toReaders, context.times, context.postgres),
  ],
  rows: [
    {
      what: `memory gained beside ${EACH} stalled readers`,
      partner: '–',
      compare: alone('memoryMiB', PARLEY),
      unit: 'MiB',
      better: 'lower',
      marks: { floor: 200, goal: 100 },
    },
    {
      what: 'p99 of delivery to those who read',
      partner: 'the same readers without the others',
      compare: {
        how: 'ratio',
        side: PARLEY,
        value: 'besideDeliveryP99',
        partner: PARLEY,
        partnerValue: 'aloneDeliveryP99',
      },
      unit: '×',
      better: 'lower',
      marks: { floor: 2, goal: 1.2 },
    },
  ],
};
