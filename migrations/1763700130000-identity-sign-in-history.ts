import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the sign-in logs say, kept after the logs are dropped: written by the consumer `identity.sign-in-history`. */
export class SignInHistory1763700130000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sign_in_history (
        account_id uuid NOT NULL,
        seq bigint NOT NULL,
        kind text NOT NULL CHECK (kind IN ('signed-in', 'signed-out', 'refused', 'password-changed')),
        session_id uuid,
        device text,
        reason text,
        at timestamptz(3) NOT NULL,
        PRIMARY KEY (account_id, seq)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sign_in_history');
  }
}
