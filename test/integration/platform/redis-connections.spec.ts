import { expect, it } from 'vitest';
import { isMissing } from '../../../scripts/parts/part.js';
import { startRedis } from '../../../scripts/parts/redis.js';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';
import { until } from '../../../scripts/parts/until.js';
import { RedisConnections } from '../../../src/platform/redis/index.js';
import { describeWith } from '../../support/parts.js';

await describeWith('redis', 'the connections to Redis', () => {
  it('count as down at once when a Redis that hangs is noticed, and come back with it', async () => {
    const redis = await startRedis({ dir: tempFolder('redis-connections') });
    if (isMissing(redis)) throw new Error(redis.missing);
    const warnings: string[] = [];
    const note = (warning: Error) => warnings.push(warning.message);
    process.on('warning', note);
    const connections = new RedisConnections(redis.url);
    const told: boolean[] = [];
    connections.onChange((up) => told.push(up));
    try {
      expect(await connections.ready()).toBe(true);
      await redis.kill('SIGSTOP');
      const frozenAt = performance.now();
      await until('it is noticed', 10_000, () => !connections.up);
      // A ping a second, its answer within half a second; ioredis alone would go on calling it ready for 2 s more.
      expect(performance.now() - frozenAt).toBeLessThan(2_400);
      await redis.kill('SIGCONT');
      await until('it is back', 5_000, () => connections.up);

      for (let i = 0; i < 30; i += 1) connections.suspect();
      expect(connections.up).toBe(false);
      await until('it is back again', 5_000, () => connections.up);
      expect(await connections.command.ping()).toBe('PONG');
      expect(told).toEqual([true, false, true, false, true]);
      expect(warnings).toEqual([]);
    } finally {
      process.off('warning', note);
      connections.close();
      await redis.stop();
    }
  }, 30_000);
});
