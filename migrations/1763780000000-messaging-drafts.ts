import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * drafts: what a user has begun to write, in the USER's shard, beside the log that tells his devices. A draft that was given
 * up keeps its row without text: `log_seq`, the number of the entry that told of it, must not go back.
 */
export class MessagingDrafts1763780000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE drafts (
        shard smallint NOT NULL,
        user_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        body text NOT NULL,
        reply_to_seq bigint,
        updated_at timestamptz(3) NOT NULL,
        log_seq bigint NOT NULL,
        PRIMARY KEY (shard, user_id, conversation_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE drafts');
  }
}
