import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../src/platform/database/embedded/free-port.js';
import { ensureProgram, which } from '../../scripts/parts/ensure.js';
import { ManagedProcess } from '../../scripts/parts/managed-process.js';
import type { Found } from '../../scripts/parts/part.js';
import { connect } from '../lib/postgres.js';
import { accountOf, DOMAIN, partsOf, PASSWORD, ROOMS_DOMAIN, type Peer, type PeerOptions, signsIn } from './peer.js';

const SCHEMA = '/usr/share/ejabberd/sql/pg.sql';
/** The limits Debian's ejabberdctl gives the virtual machine. */
const VM = ['+K', 'true', '+P', '250000'];
const PACKAGES = ['ejabberd', 'erlang-p1-pgsql'] as const;
/** Where Debian puts Erlang libraries. */
const LIBRARIES = '/usr/lib/x86_64-linux-gnu:/usr/lib/aarch64-linux-gnu';
const ARCHIVED = `SELECT count(*) AS rows, count(DISTINCT substring(xml FROM '#([0-9]{8})x')) AS messages FROM archive`;

/** Everything that would hold a fast sender back is open; everything that makes it a durable chat server is on. */
function settings(port: number, database: ReturnType<typeof partsOf>): object {
  return {
    hosts: [DOMAIN],
    loglevel: 'warning',
    auth_method: ['sql'],
    auth_password_format: 'plain',
    sql_type: 'pgsql',
    sql_server: database.host,
    sql_port: database.port,
    sql_database: database.database,
    sql_username: database.username,
    sql_password: database.password,
    // Its default, and faster here than 30.
    sql_pool_size: 10,
    max_fsm_queue: 100_000,
    acl: { everybody: { user_regexp: '' } },
    access_rules: { c2s: { allow: 'all' }, anybody: { allow: 'everybody' } },
    listen: [{ port, ip: '127.0.0.1', module: 'ejabberd_c2s', access: 'c2s', max_stanza_size: 262_144 }],
    modules: {
      mod_offline: {},
      mod_stream_mgmt: { max_ack_queue: 50_000 },
      mod_mam: { db_type: 'sql', default: 'always', assume_mam_usage: true },
      mod_muc: {
        host: ROOMS_DOMAIN,
        access_create: 'anybody',
        max_users: 2000,
        history_size: 0,
        default_room_options: { mam: true, anonymous: false, max_users: 2000 },
      },
    },
  };
}

async function prepareDatabase(url: string, users: number): Promise<void> {
  const client = await connect(url);
  try {
    await client.query(readFileSync(SCHEMA, 'utf8'));
    const names = Array.from({ length: users }, (_, user) => accountOf(user));
    await client.query('INSERT INTO users (username, password) SELECT unnest($1::text[]), $2', [names, PASSWORD]);
  } finally {
    await client.end();
  }
}

/**
 * ejabberd with its message archive (mod_mam) in PostgreSQL. A direct message is two archive rows, one in each party's archive, a room's message one.
 * Both are written before the message goes on and before the sender's receipt.
 */
export async function startEjabberd(options: PeerOptions): Promise<Found<Peer>> {
  const erl = ensureProgram('ejabberdctl', ...PACKAGES) && which('erl');
  if (!erl || !existsSync(SCHEMA))
    return { missing: `ejabberd is not installed. On Debian: apt-get install ${PACKAGES.join(' ')}.` };
  const port = options.port ?? (await freePort());
  mkdirSync(options.dir, { recursive: true });
  const config = join(options.dir, 'ejabberd.yml');
  // JSON is YAML too.
  writeFileSync(config, JSON.stringify(settings(port, partsOf(options.databaseUrl))));
  await prepareDatabase(options.databaseUrl, options.users);
  const managed = await ManagedProcess.start({
    name: 'ejabberd',
    command: erl,
    // Without a node name: it opens no distribution port and starts no port mapper.
    args: [...VM, '-noinput', '-mnesia', 'dir', JSON.stringify(join(options.dir, 'mnesia')), '-s', 'ejabberd'],
    cwd: options.dir,
    env: {
      PATH: process.env['PATH'],
      HOME: options.dir,
      ERL_LIBS: LIBRARIES,
      EJABBERD_CONFIG_PATH: config,
      EJABBERD_LOG_PATH: join(options.dir, 'ejabberd.log'),
    },
    logFile: join(options.dir, 'erl.log'),
    ready: () => signsIn(port),
    readyMs: 60_000,
    stopMs: 10_000,
  });
  return Object.assign(managed, { port, archived: ARCHIVED });
}
