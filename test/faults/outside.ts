import type { Random } from './driver/random.js';
import { FAULTS } from './nemesis/faults/index.js';
import { FaultProxy } from './proxy/fault-proxy.js';
import type { Ground } from './run.js';

/** A certificate is for the deployment's name, not for that of a proxy of ours. */
export const takesProxy = (url: string): boolean => new URL(url).protocol === 'http:';

/** A deployment that runs already: its users come to it over lines of ours, its parts are not touched. */
export const Outside = {
  /** Each address counts as a node. Without `databaseUrl` the log is what the nodes serve. */
  async open(
    { urls, databaseUrl }: { urls: string[]; databaseUrl?: string },
    random: Random,
    say: (line: string) => void,
  ): Promise<Ground> {
    const nodes = urls.map((url, i) => ({ name: `node-${i + 1}`, url }));
    const direct = urls.filter((url) => !takesProxy(url));
    // Two ways to a single one, so that a fault can hit one half of the users.
    const fronted = (urls.length === 1 ? [...urls, ...urls] : urls).filter(takesProxy);
    const fronts = await Promise.all(fronted.map((url, i) => front(new URL(url), random.fork(`front ${i}`))));
    if (direct.length > 0) {
      const faults = FAULTS.filter(({ fromOutside }) => fromOutside).map(({ id }) => id);
      say(`no line of ours can stand before ${direct.join(', ')}: ${faults.join(', ')} leave it out`);
    }
    return {
      cluster: null,
      fronts,
      places: { fronts: [...fronts.map(({ url }) => url), ...direct], nodes },
      databaseUrl: databaseUrl ?? null,
      brokers: null,
      stop: async () => void (await Promise.all(fronts.map((one) => one.stop()))),
    };
  },
};

const front = ({ hostname, port }: URL, random: Random): Promise<FaultProxy> =>
  FaultProxy.start({ host: hostname.replace(/^\[|\]$/gu, ''), target: Number(port || 80), random: random.next });
