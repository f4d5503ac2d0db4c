import { totalmem } from 'node:os';

const MB = 1024 * 1024;
/** For migrations, operator's commands and whoever else looks in. */
const SPARE = 20;

export interface ServerSettings {
  port: number;
  socketFolder?: string;
  /** Most connections of each of the application's two pools. */
  pool?: number;
}

/** How many connections a server takes that serves two pools of this size. */
export const roomFor = (pool = 0): number => Math.max(100, 2 * pool + SPARE);

/**
 * Settings for one chat server on one machine: many short writes that must survive a power cut, small reads, no analytics.
 * Written anew at every start, so an update of Parley brings its new tuning along.
 */
export function serverSettings({ port, socketFolder = '', pool }: ServerSettings): string {
  const memory = totalmem() / MB;
  const sharedBuffers = Math.round(Math.min(512, Math.max(64, memory / 8)));
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: socketFolder.replaceAll("'", "''"),
    max_connections: roomFor(pool),
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    shared_buffers: `${sharedBuffers}MB`,
    effective_cache_size: `${Math.round(memory / 2)}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_compression: 'on',
    max_wal_size: '1GB',
    checkpoint_timeout: '10min',
    random_page_cost: 1.1,
    jit: 'off',
    // Parallel plans cost more than they bring for queries of a millisecond, and need more /dev/shm than containers have.
    max_parallel_workers_per_gather: 0,
    // The outbox turns over completely every few seconds: it must be vacuumed early and often.
    autovacuum_naptime: '15s',
    autovacuum_vacuum_scale_factor: 0.05,
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: 0,
    log_line_prefix: '%m [%p] ',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${typeof value === 'number' ? value : `'${value}'`}\n`)
    .join('');
}
