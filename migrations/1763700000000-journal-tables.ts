import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * streams: the head of every log, under a fill factor that keeps its update in the page (HOT).
 * entries: the logs, partitioned by time so that old ones are dropped, not deleted. The partition column has to be part of
 *   the key; uniqueness of (shard, stream_id, seq) over partitions follows from the stream's row lock at append.
 * outbox: only what is not published yet; `entry_at` is the entry's time, so that the relay probes one partition (null: all). outbox_dead: what never could be.
 * deployment: the epoch names this database's history; a restore must change it (see the operator's guide).
 */
export class Journal1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE streams (
        shard smallint NOT NULL,
        stream_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('conversation', 'user', 'account')),
        last_seq bigint NOT NULL DEFAULT 0,
        acl_version bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (shard, stream_id)
      ) WITH (fillfactor = 50);

      CREATE TABLE entries (
        shard smallint NOT NULL,
        stream_id uuid NOT NULL,
        seq bigint NOT NULL,
        event_id uuid NOT NULL,
        type text NOT NULL,
        actor_id uuid NOT NULL,
        acl_version bigint NOT NULL,
        payload json NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        PRIMARY KEY (shard, stream_id, seq, occurred_at)
      ) PARTITION BY RANGE (occurred_at);
      CREATE TABLE entries_default PARTITION OF entries DEFAULT;

      CREATE TABLE outbox (
        shard smallint NOT NULL,
        id bigint GENERATED ALWAYS AS IDENTITY,
        stream_id uuid NOT NULL,
        seq bigint NOT NULL,
        attempts smallint NOT NULL DEFAULT 0,
        next_attempt_at timestamptz,
        entry_at timestamptz(3),
        PRIMARY KEY (shard, id)
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

      CREATE TABLE outbox_dead (
        shard smallint NOT NULL,
        id bigint NOT NULL,
        stream_id uuid NOT NULL,
        seq bigint NOT NULL,
        error text NOT NULL,
        died_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (shard, id)
      );

      CREATE TABLE deployment (singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), epoch uuid NOT NULL DEFAULT gen_random_uuid());
      INSERT INTO deployment DEFAULT VALUES;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE deployment, outbox_dead, outbox, entries, streams');
  }
}
