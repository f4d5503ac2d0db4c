import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../src/platform/database/embedded/free-port.js';
import { ensureProgram } from '../../scripts/parts/ensure.js';
import { ManagedProcess } from '../../scripts/parts/managed-process.js';
import type { Found } from '../../scripts/parts/part.js';
import { DOMAIN, partsOf, ROOMS_DOMAIN, type Peer, type PeerOptions, signsIn } from './peer.js';

const PACKAGES = ['prosody', 'lua-dbi-postgresql'] as const;
const ARCHIVED = `SELECT count(*) AS rows, count(DISTINCT substring(value FROM '#([0-9]{8})x')) AS messages FROM prosodyarchive`;

/** Nothing is limited and passwords are not looked at, which is in its favour; archives of people and rooms are on. */
function settings(port: number, dir: string, database: ReturnType<typeof partsOf>): string {
  return `
daemonize = false
run_as_root = true
pidfile = "${dir}/prosody.pid"
data_path = "${dir}/data"
log = { warn = "*console" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }
s2s_ports = { }
modules_enabled = { "roster", "saslauth", "disco", "presence", "message", "iq", "mam", "smacks", "c2s" }
modules_disabled = { "s2s", "tls", "offline" }
authentication = "insecure"
insecure_open_authentication = "Yes please, I know what I'm doing!"
allow_unencrypted_plain_auth = true
c2s_require_encryption = false
network_backend = "epoll"
gc = { mode = "generational" }
default_storage = "memory"
storage = { archive = "sql", muc_log = "sql" }
sql = { driver = "PostgreSQL", host = "${database.host}", port = ${database.port}, database = "${database.database}",
  username = "${database.username}", password = "${database.password}" }
default_archive_policy = true
smacks_max_queue_size = 50000
VirtualHost "${DOMAIN}"
Component "${ROOMS_DOMAIN}" "muc"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_room_locking = false
  muc_room_default_history_length = 0
`;
}

/** prosody with its message archives (mam, muc_mam) in PostgreSQL: two rows per direct message, one per room message, each written before it goes on. */
export async function startProsody(options: PeerOptions): Promise<Found<Peer>> {
  const command = ensureProgram('prosody', ...PACKAGES);
  if (!command) return { missing: `prosody is not installed. On Debian: apt-get install ${PACKAGES.join(' ')}.` };
  const port = options.port ?? (await freePort());
  mkdirSync(join(options.dir, 'data'), { recursive: true });
  const config = join(options.dir, 'prosody.cfg.lua');
  writeFileSync(config, settings(port, options.dir, partsOf(options.databaseUrl)));
  const managed = await ManagedProcess.start({
    name: 'prosody',
    command,
    args: ['--config', config, '-F'],
    cwd: options.dir,
    env: { PATH: process.env['PATH'], HOME: options.dir },
    logFile: join(options.dir, 'prosody.log'),
    ready: () => signsIn(port),
    readyMs: 30_000,
    stopMs: 10_000,
  });
  return Object.assign(managed, { port, archived: ARCHIVED });
}
