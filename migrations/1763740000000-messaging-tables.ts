import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * messages: what a conversation's log says now; `seq` is the number of the entry that sent it. `fingerprint` tells a repeat
 *   of a clientMessageId from another body under the same id; a delete clears it with the content.
 * message_versions: earlier texts of edited messages; `entry_seq` is the log entry that carried each, so that a delete can
 *   blank it there too.
 * reactions: one row per user and emoji of a message.
 * pointers: how far a user has got and read. They lie in the USER's shard, beside the log their changes are entries of.
 * receipt_history: when each pointer passed where; in the conversation's shard, filled by a consumer.
 */
export class Messaging1763740000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE messages (
        shard smallint NOT NULL,
        conversation_id uuid NOT NULL,
        seq bigint NOT NULL,
        message_id uuid NOT NULL,
        sender_id uuid NOT NULL,
        client_message_id uuid NOT NULL,
        body text,
        reply_to_seq bigint,
        mentions uuid[] NOT NULL,
        mentions_all boolean NOT NULL,
        fingerprint bigint,
        sent_at timestamptz(3) NOT NULL,
        version int NOT NULL DEFAULT 1,
        edited_at timestamptz(3),
        deleted_at timestamptz(3),
        PRIMARY KEY (shard, conversation_id, seq)
      );
      CREATE UNIQUE INDEX messages_client_id ON messages (shard, conversation_id, sender_id, client_message_id);

      CREATE TABLE message_versions (
        shard smallint NOT NULL,
        conversation_id uuid NOT NULL,
        seq bigint NOT NULL,
        version int NOT NULL,
        entry_seq bigint NOT NULL,
        body text NOT NULL,
        at timestamptz(3) NOT NULL,
        PRIMARY KEY (shard, conversation_id, seq, version)
      );

      CREATE TABLE reactions (
        shard smallint NOT NULL,
        conversation_id uuid NOT NULL,
        seq bigint NOT NULL,
        emoji text NOT NULL,
        user_id uuid NOT NULL,
        at timestamptz(3) NOT NULL,
        PRIMARY KEY (shard, conversation_id, seq, emoji, user_id)
      );

      CREATE TABLE pointers (
        shard smallint NOT NULL,
        user_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        delivered_seq bigint NOT NULL,
        read_seq bigint NOT NULL CHECK (read_seq <= delivered_seq),
        moved_at timestamptz(3) NOT NULL,
        PRIMARY KEY (shard, user_id, conversation_id)
      ) WITH (fillfactor = 70);

      CREATE TABLE receipt_history (
        shard smallint NOT NULL,
        conversation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        delivered_seq bigint NOT NULL,
        read_seq bigint NOT NULL,
        at timestamptz(3) NOT NULL,
        PRIMARY KEY (shard, conversation_id, user_id, delivered_seq, read_seq)
      );
      CREATE INDEX receipt_history_read ON receipt_history (shard, conversation_id, user_id, read_seq);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE receipt_history, pointers, reactions, message_versions, messages');
  }
}
