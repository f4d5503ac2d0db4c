import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * conversations, members: shard first in every key, so that a conversation lies where its log lies.
 * members_of_user: a user's conversations, newest membership first; the order of the list and of its cursor.
 * members_owners: counts owners without reading a large group.
 */
export class Groups1763710000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE conversations (
        shard smallint NOT NULL,
        id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('direct', 'group')),
        title text,
        history_visibility text NOT NULL CHECK (history_visibility IN ('joined', 'shared')),
        created_by uuid NOT NULL,
        created_at timestamptz(3) NOT NULL,
        member_count int NOT NULL CHECK (member_count > 0),
        acl_version bigint NOT NULL,
        PRIMARY KEY (shard, id)
      );

      CREATE TABLE members (
        shard smallint NOT NULL,
        conversation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        role text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
        joined_seq bigint NOT NULL,
        joined_at timestamptz(3) NOT NULL,
        PRIMARY KEY (shard, conversation_id, user_id)
      );
      CREATE INDEX members_of_user ON members (user_id, joined_at, conversation_id);
      CREATE INDEX members_owners ON members (shard, conversation_id) WHERE role = 'owner';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE members, conversations');
  }
}
