import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * All in the user's shard, beside the log that tells the user's devices.
 * notifications: what the user was told of and has not read in its conversation.
 * notification_inboxes: the counter, and the lock under which one user's notifications change.
 * notification_reads: how far the user has read, as the reactions here know it; a message that is looked at after its
 *   reading (two logs have no common order) is thereby left out.
 */
export class Notifications1763760000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifications (
        shard smallint NOT NULL,
        user_id uuid NOT NULL,
        id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('mention', 'direct', 'invitation')),
        conversation_id uuid NOT NULL,
        seq bigint NOT NULL,
        actor_id uuid NOT NULL,
        created_at timestamptz(3) NOT NULL,
        read_at timestamptz(3),
        PRIMARY KEY (shard, user_id, id),
        UNIQUE (shard, user_id, conversation_id, seq)
      );

      CREATE TABLE notification_inboxes (
        shard smallint NOT NULL,
        user_id uuid NOT NULL,
        unread int NOT NULL DEFAULT 0 CHECK (unread >= 0),
        PRIMARY KEY (shard, user_id)
      ) WITH (fillfactor = 70);

      CREATE TABLE notification_reads (
        shard smallint NOT NULL,
        user_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        read_seq bigint NOT NULL,
        PRIMARY KEY (shard, user_id, conversation_id)
      ) WITH (fillfactor = 70);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notification_reads, notification_inboxes, notifications');
  }
}
