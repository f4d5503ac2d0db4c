import type { MigrationInterface, QueryRunner } from 'typeorm';

/** until: up to this moment of the database's clock some node may have committed entries that the bus did not carry. */
export class RealtimeSilence1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE bus_silence (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        until timestamptz NOT NULL
      );
      INSERT INTO bus_silence (until) VALUES ('-infinity');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE bus_silence');
  }
}
