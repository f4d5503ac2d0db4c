import { LIMITS } from '../../contract/index.js';

/**
 * Every setting: one row has its name, type, default, documentation and rule. `.env.example` and the operator's page are
 * checked against this table. Values are never printed.
 */
export type SettingType = 'string' | 'int' | 'bool' | 'list' | 'url' | 'choice';

export interface Setting {
  type: SettingType;
  default: string | number | boolean | readonly string[] | undefined;
  doc: string;
  min?: number;
  max?: number;
  choices?: readonly string[];
  /** Of a URL, in front of its colon. */
  schemes?: readonly string[];
  secret?: boolean;
  /** Of a list: each item is a web origin. */
  origins?: boolean;
  /** What must be given too where this is not the default. */
  needs?: readonly string[];
}

export const ROLES = ['http', 'realtime', 'relay', 'consumers'] as const;
export type Role = (typeof ROLES)[number];

export const SETTINGS = {
  HOST: {
    type: 'string',
    default: '127.0.0.1',
    doc: 'Address to listen on. 0.0.0.0 to be reached from other machines.',
  },
  PORT: {
    type: 'int',
    default: 3000,
    min: 0,
    max: 65535,
    doc: 'Port of REST, sockets and the web client. 0: any free one.',
  },
  METRICS_HOST: { type: 'string', default: '127.0.0.1', doc: 'Address of the metrics port.' },
  METRICS_PORT: { type: 'int', default: 9464, min: 0, max: 65535, doc: 'Port of Prometheus metrics. 0: any free one.' },
  PUBLIC_URL: {
    type: 'url',
    default: undefined,
    schemes: ['http', 'https'],
    doc: 'Where browsers reach this deployment, for a proxy in front that does not pass on Host and X-Forwarded-Proto.',
  },
  ALLOWED_ORIGINS: {
    type: 'list',
    default: [],
    origins: true,
    doc: 'Further web origins, comma separated, that may call the API and open sockets.',
  },
  TRUSTED_PROXIES: {
    type: 'int',
    default: 0,
    min: 0,
    max: 10,
    doc: 'Number of proxies in front whose X-Forwarded-For is believed.',
  },
  DATA_DIR: {
    type: 'string',
    default: '.parley',
    doc: 'Folder of the embedded Postgres. Used only without DATABASE_URL.',
  },
  DATABASE_URL: {
    type: 'url',
    default: undefined,
    schemes: ['postgres', 'postgresql'],
    secret: true,
    doc: 'Postgres 15 or newer. Default: an embedded Postgres in DATA_DIR.',
  },
  DATABASE_POOL: {
    type: 'int',
    default: 10,
    min: 2,
    max: 200,
    doc: 'Most connections in each of the two pools of this node, one for queries and one for transactions.',
  },
  REDIS_URL: {
    type: 'url',
    default: undefined,
    schemes: ['redis', 'rediss'],
    secret: true,
    doc: 'Redis 7 or newer, for more than one node. Default: in-process.',
  },
  REDIS_PREFIX: { type: 'string', default: 'parley', doc: 'Prefix of every Redis key and channel.' },
  KAFKA_BROKERS: {
    type: 'list',
    default: [],
    doc: 'Kafka brokers, host:port, comma separated. Default: events are consumed in-process.',
  },
  KAFKA_PREFIX: { type: 'string', default: 'parley', doc: 'Prefix of topics and consumer groups.' },
  KAFKA_PARTITIONS: { type: 'int', default: 12, min: 1, max: 512, doc: 'Partitions of topics that Parley creates.' },
  KAFKA_REPLICATION: {
    type: 'int',
    default: 1,
    min: 1,
    max: 5,
    doc: 'Replication factor of topics that Parley creates.',
  },
  KAFKA_TLS: {
    type: 'bool',
    default: false,
    doc: 'Encrypt connections to Kafka. A CA of your own goes into NODE_EXTRA_CA_CERTS.',
  },
  KAFKA_SASL: {
    type: 'choice',
    default: 'none',
    choices: ['none', 'plain', 'scram-sha-256', 'scram-sha-512'],
    needs: ['KAFKA_USERNAME', 'KAFKA_PASSWORD'],
    doc: 'How to sign in to Kafka.',
  },
  KAFKA_USERNAME: { type: 'string', default: undefined, doc: 'User name for KAFKA_SASL.' },
  KAFKA_PASSWORD: { type: 'string', default: undefined, secret: true, doc: 'Password for KAFKA_SASL.' },
  ROLES: {
    type: 'list',
    default: ROLES,
    choices: ROLES,
    doc: 'What this process does: any of http, realtime, relay, consumers.',
  },
  MIGRATE: {
    type: 'choice',
    default: 'auto',
    choices: ['auto', 'always', 'never'],
    doc: 'Run migrations at start. auto: only on the embedded Postgres.',
  },
  WEB_CLIENT: { type: 'bool', default: true, doc: 'Serve the web client at /.' },
  SWAGGER: { type: 'bool', default: true, doc: 'Serve the API documentation at /docs.' },
  LOG_LEVEL: {
    type: 'choice',
    default: 'info',
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    doc: 'Least severe log line written.',
  },
  LOG_FORMAT: {
    type: 'choice',
    default: 'json',
    choices: ['json', 'pretty'],
    doc: 'json: one object a line. pretty: for people, what npm start takes.',
  },
  REGISTRATION: {
    type: 'choice',
    default: 'open',
    choices: ['open', 'closed'],
    doc: 'Who may make an account. The first account can always be made.',
  },
  SOCKETS_PER_USER: {
    type: 'int',
    default: LIMITS.socketsPerUser,
    min: 1,
    max: 1000,
    doc: 'Live sockets of one user on one node; one more closes the oldest.',
  },
  SOCKET_EVENTS_PER_SECOND: {
    type: 'int',
    default: 100,
    min: 1,
    max: 1_000_000,
    doc: 'Events one socket may send in a second; five times as many close it.',
  },
  DRAIN_MS: {
    type: 'int',
    default: 2_000,
    min: 0,
    max: 60_000,
    doc: 'Time over which a stopping node hands its sockets to the others, in milliseconds.',
  },
  SEND_PER_SECOND: {
    type: 'int',
    default: LIMITS.sendPerSecond,
    min: 1,
    max: 1_000_000,
    doc: 'Messages a user may send per second, sustained.',
  },
  SEND_BURST: {
    type: 'int',
    default: LIMITS.sendBurst,
    min: 1,
    max: 1_000_000,
    doc: 'Messages a user may send at once.',
  },
  REQUESTS_PER_MINUTE: {
    type: 'int',
    default: 600,
    min: 1,
    max: 10_000_000,
    doc: 'REST requests and other socket events per user (or address) and minute. Typing notices have as many for themselves, on each node.',
  },
  SIGN_INS_PER_MINUTE: {
    type: 'int',
    default: 10,
    min: 1,
    max: 1_000_000,
    doc: 'Refused sign-ins per account and per address, and registrations per address, in a minute.',
  },
  SESSION_DAYS: {
    type: 'int',
    default: 30,
    min: 1,
    max: 3650,
    doc: 'Days a sign-in lasts on a device that is not used.',
  },
  ARGON2_MEMORY_KIB: {
    type: 'int',
    default: 19_456,
    min: 8,
    max: 4_194_304,
    doc: 'Memory of one password hash (argon2id), in KiB. Existing hashes are renewed at the next sign-in.',
  },
  ARGON2_PASSES: { type: 'int', default: 2, min: 1, max: 100, doc: 'Passes of one password hash (argon2id).' },
  LOG_RETENTION_DAYS: {
    type: 'int',
    default: 30,
    min: 7,
    max: 3650,
    doc: 'How long log entries are kept for resume. Messages are kept for ever.',
  },
  APPEND_QUEUE: {
    type: 'int',
    default: 500,
    min: 10,
    max: 1_000_000,
    doc: 'Sends waiting for a commit on this node before further ones are refused at once.',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
