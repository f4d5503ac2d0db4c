import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * operation: what the work of a key is known by, the same for every attempt at it. claimed_at: since when an attempt is under
 * way; null where none is, because the last one ended without saying whether it was done.
 */
export class IdempotencyOperation1763790000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE idempotency_keys
        ADD COLUMN operation uuid NOT NULL DEFAULT gen_random_uuid(),
        ADD COLUMN claimed_at timestamptz DEFAULT now();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE idempotency_keys DROP COLUMN operation, DROP COLUMN claimed_at');
  }
}
