import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * accounts: a username is unique as it is written and as it looks. Collation "C": order and prefixes by code point, the same
 * on every Postgres.
 * sessions: digests of refresh tokens only. identity_secrets: what they are derived with, made once.
 */
export class Identity1763700120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE accounts (
        id uuid PRIMARY KEY,
        username text COLLATE "C" NOT NULL UNIQUE,
        username_skeleton text COLLATE "C" NOT NULL UNIQUE,
        display_name text NOT NULL,
        display_key text COLLATE "C" NOT NULL,
        password_hash text NOT NULL,
        is_admin boolean NOT NULL,
        disabled_at timestamptz(3),
        created_at timestamptz(3) NOT NULL
      );
      CREATE INDEX accounts_by_display_key ON accounts (display_key);

      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        device text NOT NULL,
        token_hash bytea NOT NULL,
        previous_hash bytea,
        rotated_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL,
        last_seen_at timestamptz(3) NOT NULL,
        ended_at timestamptz(3)
      );
      CREATE INDEX sessions_open ON sessions (account_id) WHERE ended_at IS NULL;

      CREATE TABLE identity_secrets (name text PRIMARY KEY, secret bytea NOT NULL);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE identity_secrets, sessions, accounts');
  }
}
