import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pairs } from '../drivers/driver.js';
import { ParleyDriver } from '../drivers/parley.js';
import { monotonicUs, spentBetween } from '../lib/cpu-profile.js';
import { DatabaseLoad } from '../lib/database-load.js';
import { BenchPostgres, connect } from '../lib/postgres.js';
import { ChatSide } from './chat-side.js';
import type { Context, Figure, Sample, Side } from './figure.js';
import { closed, USERS } from './messages.js';
import { PARLEY } from './sides.js';

const shape = pairs(USERS);
/** Shares below this many microseconds a message are not named. */
const LEAST_US = 1;
const STATEMENTS = `SELECT query, total_exec_time * 1000 AS us FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
  WHERE d.datname = $1 ORDER BY total_exec_time DESC LIMIT 15`;

interface Statement {
  query: string;
  us: number;
}

/**
 * Where a direct message's time goes, per acked message: CPU of the node by module and package (V8's sampling profiler, self
 * time) and time inside Postgres by statement (pg_stat_statements). A server of its own for each window; profiling costs some
 * percent, so its rate is no figure.
 */
class AnatomySide implements Side {
  readonly name = PARLEY;

  constructor(private readonly context: Context) {}

  start(): Promise<void> {
    return Promise.resolve();
  }

  async window(): Promise<Sample> {
    const folder = mkdtempSync(join(tmpdir(), 'parley-profile-'));
    const postgres = await BenchPostgres.start({ statements: true });
    const url = await postgres.createDatabase(PARLEY);
    await DatabaseLoad.count(url);
    const driver = new ParleyDriver(PARLEY, url, { profileTo: folder });
    const side = new ChatSide(driver, shape, closed(shape), this.context.times, postgres);
    try {
      await side.start();
      const admin = await connect(url);
      await admin.query('SELECT pg_stat_statements_reset()');
      const from = monotonicUs();
      const { values, faults } = await side.window();
      const to = monotonicUs();
      const statements = (await admin.query<Statement>(STATEMENTS, [`bench_${PARLEY}`])).rows;
      const { rows } = await admin.query<{ n: number }>('SELECT count(*)::int AS n FROM messages');
      await admin.end();
      await side.stop();
      const messages = rows[0]!.n;
      const { ackedPerSecond, serverCores, postgresCores } = values;
      const shares = [...spentBetween(folder, from, to), ...inPostgres(statements)]
        .map(([what, us]): [string, number] => [what, us / messages])
        .filter(([, us]) => us >= LEAST_US);
      return {
        values: {
          ackedPerSecond: ackedPerSecond!,
          serverCores: serverCores!,
          postgresCores: postgresCores!,
          ...Object.fromEntries(shares),
        },
        faults,
      };
    } finally {
      await side.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  pids(): number[] {
    return [];
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

/** By the tables a statement writes to, or how it begins. */
function inPostgres(statements: Statement[]): Map<string, number> {
  const spent = new Map<string, number>();
  for (const { query, us } of statements) {
    const written = [...query.matchAll(/(?:INSERT INTO|UPDATE|DELETE FROM) ([a-z_]+)/g)].map(([, table]) => table);
    const what =
      written.length > 0 ? `writes ${[...new Set(written)].join(', ')}` : query.replace(/\s+/g, ' ').slice(0, 50);
    const name = `postgres: ${what}`;
    spent.set(name, (spent.get(name) ?? 0) + us);
  }
  return spent;
}

export const anatomyFigure: Figure = {
  name: 'anatomy',
  title: 'where a direct message’s time goes, microseconds per message',
  cores: 'shared',
  sides: (context) => Promise.resolve([new AnatomySide(context)]),
  rows: [],
};
