import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';
import {
  DataSource,
  type EntityManager,
  type QueryRunner,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
} from 'typeorm';
import { log } from '../observability/log.js';
import { type DatabaseError, OutcomeUnknown, rolledBack } from './outcome.js';

// Numbers of logs stay far below 2^53; as strings they would compare wrongly.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export const HOT_POOL = Symbol('HOT_POOL');

/**
 * A running transaction. It is an argument, never ambient. `afterCommit` runs work that must not happen when the
 * transaction rolls back (live fan-out, cache refresh); it runs once, in order, after the commit was confirmed. What it throws is only logged.
 */
export interface Tx {
  readonly manager: EntityManager;
  query<Row = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  afterCommit(work: () => void): void;
}

/** Statements, each in a transaction of its own or in a `Tx`. */
export type Queries = Pick<Tx, 'query'>;

const RETRYABLE = new Set(['40001', '40P01']);
const TRIES = 3;
/** What the driver says when its own time-out is over; the statement may still be running. */
const NO_ANSWER = 'Query read timeout';

/**
 * The database's two doors. `hot` is a plain pg pool for single statements on the send and sync path, `transaction` is for
 * everything else. Both prepare what they run: TypeORM's `query()` has it planned anew each time, 2.5 times dearer.
 */
@Injectable()
export class Database {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(HOT_POOL) readonly hot: pg.Pool,
  ) {}

  /**
   * Runs `work` in one transaction; a deadlock or serialization failure is tried again, at most three times in all.
   *
   * @throws OutcomeUnknown when the commit got no answer; after anything else nothing was stored.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const after: Array<() => void> = [];
      try {
        const result = await this.once((manager, client) => work(asTx(manager, client, after)));
        runAll(after);
        return result;
      } catch (error) {
        if (attempt === TRIES || !RETRYABLE.has((error as { code?: string }).code ?? '')) throw error;
      }
    }
  }

  private async once<T>(work: (manager: EntityManager, client: pg.PoolClient) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    let committing = false;
    try {
      await runner.startTransaction();
      const result = await work(runner.manager, (await runner.connect()) as pg.PoolClient);
      committing = true;
      await runner.commitTransaction();
      return result;
    } catch (thrown) {
      const error = asLost(thrown as DatabaseError);
      await rollBack(runner, error);
      throw committing && !rolledBack(error) ? new OutcomeUnknown(error) : error;
    } finally {
      await runner.release();
    }
  }

  /** One statement outside a transaction, prepared once per connection under `name`. */
  async named<Row>(name: string, sql: string, params: readonly unknown[]): Promise<Row[]> {
    const result = await this.hot.query({ name, text: sql, values: params as unknown[] });
    return result.rows as Row[];
  }

  get manager(): EntityManager {
    return this.dataSource.manager;
  }
}

/** TypeORM takes a connection that was lost between two statements away from its transaction, and then says so in its own words. */
function asLost(error: DatabaseError): DatabaseError {
  const taken =
    error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError;
  return taken ? new Error('Connection terminated between two statements', { cause: error }) : error;
}

/**
 * Ends a failed transaction. A connection that does not answer, or cannot roll back, still has it open, with its locks, and
 * whoever got that connection from the pool next would commit it along with his own: it is closed instead.
 */
async function rollBack(runner: QueryRunner, error: Error): Promise<void> {
  try {
    if (error.message === NO_ANSWER) throw error;
    await runner.rollbackTransaction();
  } catch {
    // Without a connection there is nothing to close.
    await runner.connect().then(
      (client: pg.PoolClient & pg.Client) => void client.end(),
      () => undefined,
    );
  }
}

/** It is committed: what fails behind that must neither be told as a refusal nor have the work done once more. */
function runAll(after: ReadonlyArray<() => void>): void {
  for (const run of after) {
    try {
      run();
    } catch (error) {
      log.error({ err: error }, 'work behind a commit failed');
    }
  }
}

function asTx(manager: EntityManager, client: pg.PoolClient, after: Array<() => void>): Tx {
  return {
    manager,
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      const name = values.length > 0 ? nameOf(text) : undefined;
      return (await client.query({ name, text, values: values as unknown[] })).rows as Row[];
    },
    afterCommit: (run) => void after.push(run),
  };
}

const names = new Map<string, string>();

/** One prepared statement for each text. Texts are constants of the code, so a connection holds a few dozen of them. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `tx-${names.size}`;
  names.set(text, name);
  return name;
}

export function queriesOf(manager: EntityManager): Queries {
  return {
    query: async <Row>(sql: string, params: readonly unknown[] = []) => {
      const result: unknown = await manager.query(sql, params as unknown[]);
      // TypeORM answers UPDATE/DELETE … RETURNING as [rows, count].
      const rows = Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) ? result[0] : result;
      return (rows ?? []) as Row[];
    },
  };
}
