import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * relay_nodes, relay_leases: which node publishes which shard, by this database's clock. The fencing number is raised by
 *   every claim and never falls.
 * consumer_positions: the last number of a stream whose effect a consumer has committed.
 * dead_letters: what a consumer gave up on; kept until it was replayed.
 */
export class Transport1763700150000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE relay_nodes (node_id uuid PRIMARY KEY, expires_at timestamptz NOT NULL);
      CREATE TABLE relay_leases (
        shard smallint PRIMARY KEY,
        owner uuid,
        fencing bigint NOT NULL DEFAULT 0,
        expires_at timestamptz NOT NULL DEFAULT '-infinity'
      );
      INSERT INTO relay_leases (shard) SELECT generate_series(0, 63);
      CREATE INDEX outbox_held_back ON outbox (shard, stream_id) WHERE next_attempt_at IS NOT NULL;

      CREATE TABLE consumer_positions (
        shard smallint NOT NULL,
        consumer text NOT NULL,
        stream_id uuid NOT NULL,
        seq bigint NOT NULL,
        PRIMARY KEY (shard, consumer, stream_id)
      ) WITH (fillfactor = 70);

      CREATE TABLE dead_letters (
        id uuid PRIMARY KEY,
        consumer text NOT NULL,
        shard smallint NOT NULL,
        stream_id uuid NOT NULL,
        seq bigint NOT NULL,
        type text NOT NULL,
        headers json NOT NULL,
        envelope json NOT NULL,
        error text NOT NULL,
        attempts int NOT NULL,
        died_at timestamptz(3) NOT NULL DEFAULT now(),
        topic_sent_at timestamptz(3),
        replay_requested_at timestamptz(3),
        replayed_at timestamptz(3),
        UNIQUE (consumer, stream_id, seq)
      );
      CREATE INDEX dead_letters_open ON dead_letters (consumer, died_at) WHERE replayed_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE dead_letters, consumer_positions, relay_leases, relay_nodes; DROP INDEX outbox_held_back',
    );
  }
}
