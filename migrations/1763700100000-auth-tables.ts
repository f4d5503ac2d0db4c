import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * signing_keys: made once, read by all nodes.
 * revoked_sessions: ended sessions whose access tokens may still be valid; each node polls it by revoked_at.
 */
export class Auth1763700100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE signing_keys (
        kid text PRIMARY KEY,
        private_jwk json NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE revoked_sessions (
        session_id uuid PRIMARY KEY,
        user_id uuid NOT NULL,
        revoked_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX revoked_sessions_by_time ON revoked_sessions (revoked_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE revoked_sessions, signing_keys');
  }
}
