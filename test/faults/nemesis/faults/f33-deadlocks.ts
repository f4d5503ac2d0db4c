import { setTimeout as delay } from 'node:timers/promises';
import { shardOf } from '../../../../src/platform/journal/shard.js';
import { asAdmin, numberOf } from '../tools/admin.js';
import type { Fault } from '../fault.js';

const EVERY_MS = 200;
/** How much longer it stays where nothing crossed yet: what notes things may be behind from the fault before. */
const LONGER_MS = 60_000;
/** Postgres looks for deadlocks after a second. */
const HOLD_MS = 100;
const DEADLOCK = '40P01';
const DEADLOCKS = 'SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()';

export const f33: Fault = {
  id: 'F33',
  name: 'deadlocks with another session that locks the same rows the other way round',
  seconds: { quick: 10, full: 20 },
  expected: 'tried again inside, at most three times, or refused for now',
  async inject({ cluster, world, random }) {
    const admin = await asAdmin(cluster);
    const looks = await asAdmin(cluster);
    const before = await numberOf(looks, DEADLOCKS);
    let gaveWay = 0;
    const bitten = async (): Promise<number> => Math.max(gaveWay, (await numberOf(looks, DEADLOCKS)) - before);
    let over = false;
    const cross = async (): Promise<void> => {
      while (!over) {
        // Who notes something in several users' logs locks them in the order of (shard, id); this session does not. Sends wait for no lock.
        const ids = random
          .some(world.people, 6)
          .map(({ id }) => id)
          .sort((a, b) => shardOf(b) - shardOf(a) || (a < b ? 1 : -1));
        await admin.query('BEGIN');
        try {
          for (const id of ids) {
            await admin.query('SELECT FROM streams WHERE stream_id = $1 FOR UPDATE', [id]);
            await delay(HOLD_MS);
          }
        } catch (error) {
          if ((error as { code?: string }).code === DEADLOCK) gaveWay += 1;
        }
        await admin.query('ROLLBACK');
        await delay(EVERY_MS);
      }
    };
    const crossing = cross();
    return {
      bit: async () => {
        const last = performance.now() + LONGER_MS;
        while ((await bitten()) === 0 && performance.now() < last) await delay(EVERY_MS);
        return bitten();
      },
      heal: async () => {
        over = true;
        await crossing;
        await Promise.all([admin.end(), looks.end()]);
      },
    };
  },
};
