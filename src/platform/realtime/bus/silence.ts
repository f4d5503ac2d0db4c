import type { Database } from '../../database/index.js';
import { log } from '../../observability/log.js';

/** How often a node asks whether another one cannot be heard. */
const LOOK_MS = 1_500;
/** How long after its last sign a silence is over: every node has looked since, and once more if a look failed. */
const LASTS_MS = 5_000;
/** A sign is not repeated within this time, neither by this node nor by any other. */
const REPEAT_MS = 1_000;

const TELL = `
  UPDATE bus_silence SET until = now() + $1 * interval '1 ms'
  WHERE until < now() + $2 * interval '1 ms'`;
const LOOK = 'SELECT until > now() AS lasts FROM bus_silence';

/**
 * A node that cannot publish on the bus is the only one that knows: to the others its streams are merely quiet. So it says
 * it in the database, which it must have reached for what it could not publish to exist, and all nodes read heads for
 * a while.
 */
export class Silence {
  private lasting = false;
  private toldAt = -Infinity;
  private readonly changeListeners: Array<() => void> = [];
  private readonly lastListeners: Array<() => void> = [];
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly database: Database) {
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    this.timer.unref();
  }

  /** Some node, this one included, could not be heard a moment ago. */
  get lasts(): boolean {
    return this.lasting;
  }

  /** Told when a silence began or ended. */
  onChange(listener: () => void): void {
    this.changeListeners.push(listener);
  }

  /** Told with each look that finds it lasting: what is lost in a silence is lost before the last of them. */
  onLast(listener: () => void): void {
    this.lastListeners.push(listener);
  }

  /** What this node published just now may be lost. */
  async tell(): Promise<void> {
    if (performance.now() - this.toldAt < REPEAT_MS) return;
    this.toldAt = performance.now();
    try {
      await this.database.named('silence-tell', TELL, [LASTS_MS, LASTS_MS - REPEAT_MS]);
    } catch (error) {
      this.toldAt = -Infinity;
      log.debug({ err: error }, 'a silence of the bus could not be told');
    }
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    try {
      const [row] = await this.database.named<{ lasts: boolean }>('silence-look', LOOK, []);
      const { lasts } = row!;
      if (lasts) for (const listener of this.lastListeners) listener();
      if (lasts === this.lasting) return;
      this.lasting = lasts;
      for (const listener of this.changeListeners) listener();
    } catch (error) {
      log.debug({ err: error }, 'silences of the bus could not be read');
    }
  }
}
