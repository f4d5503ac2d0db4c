import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is here lives in leases, not in Postgres; only when somebody was last here is kept. */
export class Presence1763750000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE last_seen (
        shard smallint NOT NULL,
        user_id uuid NOT NULL,
        seen_at timestamptz(3) NOT NULL,
        PRIMARY KEY (shard, user_id)
      ) WITH (fillfactor = 70);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE last_seen');
  }
}
