import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../src/platform/database/embedded/free-port.js';
import { projectFolder } from '../parts/ensure.js';
import { runMigrations, startParleyNode } from '../parts/parley-node.js';
import { startPostgres } from '../parts/postgres.js';
import { tempFolder } from '../parts/temp-folder.js';
import type { Observed } from './observe.js';

/** The server that is sent to. */
export interface Target {
  url: string;
  /** What its process has done that no input may make it do, since the last look. */
  problems(): Promise<string[]>;
}

export interface NativeTarget extends Target {
  /** After two full garbage collections and a pause between them. */
  observe(): Promise<Observed>;
  stop(): Promise<void>;
}

/** Limits that would keep a fuzzer of one machine from its work; that they hold is tested elsewhere. */
export const WIDE_OPEN = {
  ARGON2_MEMORY_KIB: '64',
  ARGON2_PASSES: '1',
  SIGN_INS_PER_MINUTE: '1000000',
  REQUESTS_PER_MINUTE: '10000000',
  SEND_PER_SECOND: '1000000',
  SEND_BURST: '1000000',
  SOCKETS_PER_USER: '1000',
  SOCKET_EVENTS_PER_SECOND: '1000000',
};

/** One node with all roles in a process of its own, on a Postgres of its own. */
export async function startTarget(): Promise<NativeTarget> {
  const dir = tempFolder('fuzz');
  const postgres = await startPostgres({ dir: join(dir, 'postgres') });
  await runMigrations(postgres.url);
  const observePort = await freePort();
  const ends: string[] = [];
  const node = await startParleyNode({
    name: 'node',
    dir,
    settings: { DATABASE_URL: postgres.url, LOG_LEVEL: 'warn', FUZZ_OBSERVE_PORT: String(observePort), ...WIDE_OPEN },
    nodeOptions: ['--expose-gc', '--import', join(projectFolder(), 'dist/scripts/fuzz/observe.js')],
    onUnexpectedEnd: (how) => ends.push(how),
  });
  let read = 0;
  return {
    url: node.url,
    problems: async () => {
      const log = readFileSync(node.logFile, 'utf8');
      const fresh = log.slice(read);
      read = log.length;
      return [...ends, ...errorsIn(fresh)];
    },
    observe: async () => (await (await fetch(`http://127.0.0.1:${observePort}/`)).json()) as Observed,
    stop: async () => {
      await node.stop();
      await postgres.stop();
    },
  };
}

const ERROR = 50;
/** Lines that tell of a failure of ours, and whatever is no log line at all: a crash, a deprecation, a stray print. */
function errorsIn(log: string): string[] {
  return log
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => {
      try {
        const { level, msg, err } = JSON.parse(line) as { level: number; msg: string; err?: { stack?: string } };
        return level >= ERROR ? [`the log says: ${msg}: ${err?.stack?.slice(0, 600)}`] : [];
      } catch {
        return [`the log says: ${line.slice(0, 300)}`];
      }
    });
}
