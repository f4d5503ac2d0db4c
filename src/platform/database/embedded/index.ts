/**
 * Embedded Postgres: the database of an installation that configured none.
 *
 * Owns: the server's binaries, its cluster under the data folder, its port and its password; the lock that keeps a second
 * application off that folder. Does not own: the schema (migrations) or the pool.
 * Guarantees: durable commits (`fsync` and `synchronous_commit` on); loopback and a socket in a folder that only its own user
 * can enter, scram password; a server left behind by a killed application is adopted, not duplicated; a half-finished first
 * start is thrown away and redone.
 * Limits: one application per data folder and machine. The lock knows processes of this machine (or container) only: never
 * share one data folder between two machines. Runs on Linux, macOS and Windows for x64 and, but for Windows, arm64.
 * Failure: `platform.data_folder_in_use`, `platform.embedded_postgres_unavailable`, `platform.embedded_postgres_failed`.
 */
export { linkInstalledBinaries } from './binaries.js';
export { DataFolderInUse, EmbeddedPostgresFailed, EmbeddedPostgresUnavailable } from './errors.js';
export { findEmbeddedPostgres, hasEmbeddedPostgres } from './find-embedded-postgres.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './start-embedded-postgres.js';
