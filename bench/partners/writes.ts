// Durable writes without any socket: the database's own limit. Arguments: <store: one|batch> <database URL>
// Commands over IPC: {users, conversations, seconds, bodyBytes} -> {perSecond, p50, p99}
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Histogram } from '../lib/histogram.js';
import { pause } from '../lib/async.js';
import { faultsInBareStore } from './check.js';
import { groupCommit, oneStatementPerMessage } from './store.js';

export interface WritesCommand {
  users: number;
  conversations: number;
  warmupSeconds: number;
  seconds: number;
  bodyBytes: number;
}

export interface WritesAnswer {
  perSecond: number;
  p50: number;
  p99: number;
  faults: string[];
}

const [kind = 'batch', url = ''] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: kind === 'one' ? 10 : 1 });
const store = kind === 'one' ? oneStatementPerMessage(pool) : groupCommit(pool);

async function run(c: WritesCommand): Promise<WritesAnswer> {
  const body = 'x'.repeat(c.bodyBytes);
  let latencies = new Histogram();
  let live = true;
  const writer = async (user: number): Promise<void> => {
    while (live) {
      const start = performance.now();
      await store({ conversation: user % c.conversations, sender: user, clientId: randomUUID(), body });
      latencies.add(performance.now() - start);
    }
  };
  const writers = Array.from({ length: c.users }, (_, user) => writer(user));
  await pause(c.warmupSeconds * 1000);
  latencies = new Histogram();
  const start = performance.now();
  await pause(c.seconds * 1000);
  const { n, p50, p99 } = latencies.summary();
  const elapsed = (performance.now() - start) / 1000;
  live = false;
  await Promise.all(writers);
  return { perSecond: n / elapsed, p50, p99, faults: await faultsInBareStore(pool) };
}

process.on('message', (command: WritesCommand) => {
  run(command).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ perSecond: NaN, p50: NaN, p99: NaN, faults: [String(error)] }),
  );
});
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: {} });
