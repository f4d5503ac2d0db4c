import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Config } from '../../../src/platform/config/index.js';
import { addressKey, RateLimits } from '../../../src/platform/rate-limit/index.js';
import { RedisConnections } from '../../../src/platform/redis/index.js';
import { newId } from '../../../src/shared/ids.js';
import { describeWith, freshPrefix } from '../../support/parts.js';

const settings = { REQUESTS_PER_MINUTE: '10', SEND_PER_SECOND: '5', SEND_BURST: '10' };
const allowed = async (limits: RateLimits, rule: 'request' | 'send' | 'notice', key: string, times: number) => {
  const states = await Promise.all(Array.from({ length: times }, () => limits.consume(rule, key)));
  return states.filter((state) => state.allowed).length;
};

describe('limits of one process', () => {
  const limits = new RateLimits(Config.from(settings));

  it('allow so many, tell what remains and when to come back', async () => {
    const key = newId();
    const first = await limits.consume('request', key);
    expect(first).toEqual({ allowed: true, limit: 10, remaining: 9, resetMs: expect.any(Number) });
    expect(first.resetMs).toBeGreaterThan(59_000);
    expect(await allowed(limits, 'request', key, 20)).toBe(9);
    const refused = await limits.consume('request', key);
    expect(refused).toMatchObject({ allowed: false, remaining: 0 });
    expect(refused.resetMs).toBeGreaterThan(0);
    expect(refused.resetMs).toBeLessThanOrEqual(60_000);
  });

  it('count keys and rules apart', async () => {
    const key = newId();
    expect(await allowed(limits, 'request', key, 20)).toBe(10);
    expect(await allowed(limits, 'request', newId(), 20)).toBe(10);
    expect(await allowed(limits, 'send', key, 20)).toBe(10);
  });

  it('count what was given back again', async () => {
    const key = newId();
    for (let i = 0; i < 30; i++) {
      expect((await limits.consume('request', key)).allowed).toBe(true);
      await limits.giveBack('request', key);
    }
    expect(await allowed(limits, 'request', key, 20)).toBe(10);
  });

  it.each([
    [5, 10, 10, 2],
    [1, 30, 30, 30],
    [100, 10, 100, 1],
    [7, 10, 14, 2],
  ])('send %i a second, %i at once, as %i in %i s', (perSecond, burst, points, seconds) => {
    const config = Config.from({ SEND_PER_SECOND: `${perSecond}`, SEND_BURST: `${burst}` });
    expect(new RateLimits(config).rule('send')).toMatchObject({ points, seconds });
  });
});

describe('the key of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::9', '2001:db8:1:3::/64'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['[2001:db8:1:2::9]:4711', '2001:db8:1:2::/64'],
    ['[::ffff:192.0.2.1]', '192.0.2.1'],
    ['nonsense', 'unknown'],
    ['192.0.2.1:4711:9', 'unknown'],
  ])('%s is %s', (address, key) => expect(addressKey(address)).toBe(key));
});

await describeWith('redis', 'limits over several nodes', (redisUrl) => {
  const prefix = freshPrefix();
  const config = Config.from({ ...settings, REDIS_PREFIX: prefix });
  const connections: RedisConnections[] = [];
  const node = async () => {
    const redis = new RedisConnections(redisUrl);
    connections.push(redis);
    expect(await redis.ready()).toBe(true);
    return { redis, limits: new RateLimits(config, redis) };
  };
  let nodes: Array<Awaited<ReturnType<typeof node>>>;
  beforeAll(async () => {
    nodes = await Promise.all([node(), node(), node()]);
  });
  afterAll(() => connections.forEach((redis) => redis.close()));

  it('R5 count together', async () => {
    const key = newId();
    const counts = await Promise.all(nodes.map(({ limits }) => allowed(limits, 'request', key, 10)));
    expect(counts.reduce((a, b) => a + b, 0)).toBe(10);
  });

  it('count notices on each node alone', async () => {
    const key = newId();
    expect(await Promise.all(nodes.map(({ limits }) => allowed(limits, 'notice', key, 20)))).toEqual([10, 10, 10]);
    expect(await allowed(nodes[0]!.limits, 'request', key, 20)).toBe(10);
  });

  it('R4 still hold, for each node alone, with Redis away', async () => {
    const lonely = await node();
    lonely.redis.close();
    const began = performance.now();
    expect(await allowed(lonely.limits, 'request', newId(), 30)).toBe(10);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
