import { randomBytes } from 'node:crypto';
import { describe, inject } from 'vitest';
import type { PartAddress, PartName } from './parts-server.js';

const WHAT = { postgres: 'Postgres', redis: 'Redis', kafka: 'Kafka' };

/** URL of the run's Postgres (as its superuser, database `parley`). For a database of your own see `freshDatabase`. */
export const postgresUrl = () => urlOf('postgres');
/** URL of the run's Redis, shared by all spec files: keep to keys below `freshPrefix()`. */
export const redisUrl = () => urlOf('redis');
/** The run's Kafka as host:port list, shared by all spec files: keep to names below `freshPrefix()`. */
export const kafkaBrokers = () => urlOf('kafka');

/** A prefix for keys, channels, topics and groups that no other spec file and no earlier run uses. */
export function freshPrefix(): string {
  return `t${randomBytes(6).toString('hex')}`;
}

/**
 * A suite that needs real parts. `define` gets their addresses in the order named. Where one cannot be had the suite is
 * skipped with a plain line that says how to get it; under CI that is a failure. Await it at the top of the spec file.
 */
export async function describeWith(names: PartName | PartName[], title: string, define: (...urls: string[]) => void) {
  const found = await Promise.all([names].flat().map(address));
  const missing = found.flatMap((part) => ('missing' in part ? [part.missing] : []));
  if (missing.length === 0)
    return void describe(title, () => define(...found.map((part) => (part as { url: string }).url)));
  if (process.env['CI']) throw new Error(missing.join(' '));
  console.info(`SKIPPED ${title}: ${missing.join(' ')}`);
  describe.skip(title, () => define(...[names].flat().map(() => '')));
}

async function urlOf(name: PartName): Promise<string> {
  const part = await address(name);
  if ('missing' in part) throw new Error(`This test needs ${WHAT[name]}. ${part.missing}`);
  return part.url;
}

async function address(name: PartName): Promise<PartAddress> {
  const answer = await fetch(`${inject('partsUrl')}/${name}`);
  if (!answer.ok) throw new Error(`${WHAT[name]} did not start: ${await answer.text()}`);
  return (await answer.json()) as PartAddress;
}
