import type { Random } from './driver/random.js';
import { FaultProxy } from './proxy/fault-proxy.js';
import type { Ground } from './run.js';

/** A deployment that runs already: its users come to it over lines of ours, its parts are not touched. */
export const Outside = {
  /** Each address counts as a node. Without `databaseUrl` the log is known from what clients are told alone. */
  async open(options: { urls: string[]; databaseUrl?: string }, random: Random): Promise<Ground> {
    const nodes = options.urls.map((url, i) => ({ name: `node-${i + 1}`, url: url.replace(/\/+$/u, '') }));
    const plain = nodes
      .map(({ url }) => new URL(url))
      .filter(({ protocol, hostname }) => {
        // A certificate is for the deployment's name, not for that of a proxy of ours.
        return protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname);
      });
    const fronts = await Promise.all(
      plain.map((url, i) =>
        FaultProxy.start({ target: Number(url.port || 80), random: random.fork(`front ${i}`).next }),
      ),
    );
    return {
      cluster: null,
      fronts,
      places: { fronts: fronts.length > 0 ? fronts.map(({ url }) => url) : nodes.map(({ url }) => url), nodes },
      databaseUrl: options.databaseUrl ?? null,
      brokers: null,
      stop: async () => void (await Promise.all(fronts.map((front) => front.stop()))),
    };
  },
};
