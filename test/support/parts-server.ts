import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../../scripts/parts/ensure.js';
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

/** Nodes run from `dist/`, and so does the web client: made once per run, so that no test meets yesterday's build. */
const BUILDERS = {
  build: () => node(join('node_modules', 'typescript-7', 'bin', 'tsc'), '-p', 'tsconfig.build.json'),
  web: () => node(join('scripts', 'build-web.mjs')),
};

function node(...args: string[]): Promise<unknown> {
  // Under NODE_ENV=test, which vitest sets, React would be bundled for development.
  const options = { cwd: projectFolder(), env: { ...process.env, NODE_ENV: 'production' } };
  return promisify(execFile)(process.execPath, args, options).catch((error: Error & { stdout?: string }) =>
    Promise.reject(new Error(error.stdout || error.message)),
  );
}

export type PartName = keyof typeof STARTERS;
export type PartAddress = { url: string } | { missing: string };

/**
 * Serves the run's shared parts to the test workers, which are processes of their own: `GET /<part>` starts that part the
 * first time anybody asks for it and answers its address; `GET /build` compiles the server, `GET /web` bundles the web
 * client. A run that needs no Kafka starts none.
 */
export async function startPartsServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = tempFolder('tests');
  const started = new Map<PartName, Promise<Found<Part>>>();
  const built = new Map<string, Promise<unknown>>();
  const make = (name: keyof typeof BUILDERS) => {
    if (!built.has(name)) built.set(name, BUILDERS[name]());
    return built.get(name)!.then(() => ({}));
  };
  const address = async (name: PartName): Promise<PartAddress> => {
    if (!started.has(name)) started.set(name, STARTERS[name](join(folder, name)));
    const part = (await started.get(name)!) as Found<Postgres | Redis | Kafka>;
    if (isMissing(part)) return part;
    return { url: 'brokers' in part ? part.brokers : part.url };
  };
  const server = createServer((request, response) => {
    const name = request.url!.slice(1);
    const answering = name in BUILDERS ? make(name as keyof typeof BUILDERS) : address(name as PartName);
    answering.then(
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
