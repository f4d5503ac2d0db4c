import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Kafka, startKafka } from '../../scripts/parts/kafka.js';
import { type Found, isMissing, type Part } from '../../scripts/parts/part.js';
import { type Postgres, startPostgres } from '../../scripts/parts/postgres.js';
import { type Redis, startRedis } from '../../scripts/parts/redis.js';
import { tempFolder } from '../../scripts/parts/temp-folder.js';

const STARTERS = {
  postgres: async (dir: string): Promise<Found<Postgres>> => startPostgres({ dir }),
  redis: (dir: string): Promise<Found<Redis>> => startRedis({ dir }),
  kafka: (dir: string): Promise<Found<Kafka>> => startKafka({ dir }),
};

export type PartName = keyof typeof STARTERS;
export type PartAddress = { url: string } | { missing: string };

/**
 * Serves the run's shared parts to the test workers, which are processes of their own: `GET /<part>` starts that part the
 * first time anybody asks for it and answers its address. A run that needs no Kafka starts none.
 */
export async function startPartsServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = tempFolder('tests');
  const started = new Map<PartName, Promise<Found<Part>>>();
  const address = async (name: PartName): Promise<PartAddress> => {
    if (!started.has(name)) started.set(name, STARTERS[name](join(folder, name)));
    const part = (await started.get(name)!) as Found<Postgres | Redis | Kafka>;
    if (isMissing(part)) return part;
    return { url: 'brokers' in part ? part.brokers : part.url };
  };
  const server = createServer((request, response) => {
    address(request.url!.slice(1) as PartName).then(
      (answer) => response.end(JSON.stringify(answer)),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    const parts = await Promise.allSettled(started.values());
    await Promise.all(
      parts.map(async (part) => {
        if (part.status === 'fulfilled' && !isMissing(part.value)) await part.value.stop();
      }),
    );
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
