import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * conversation_settings: what a user set for himself in a conversation. In the USER's shard, beside the log whose entries
 * tell his devices; `log_seq` is the number of the entry that said so, by which a client tells the newer of two answers.
 */
export class GroupsSettings1763770000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE conversation_settings (
        shard smallint NOT NULL,
        user_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        favourite boolean NOT NULL,
        muted boolean NOT NULL,
        log_seq bigint NOT NULL,
        PRIMARY KEY (shard, user_id, conversation_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE conversation_settings');
  }
}
