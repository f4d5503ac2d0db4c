import pg from 'pg';
import { ALL_PUBLISHED, type OutgoingRecord } from '../../../src/platform/journal/relay/index.js';
import { RENEW_MS } from '../../../src/platform/journal/relay/shard-leases.js';
import { openDatabase } from '../../support/open-database.js';
import { realRelay } from './relay-rig.js';

// One relay as a process of its own, so that a test can stop it. It publishes into a table, whose order is the order of arrival.
const url = process.argv[2]!;
const { database } = await openDatabase(url);
const topic = new pg.Pool({ connectionString: url, max: 1 });
const publish = async (records: readonly OutgoingRecord[]) => {
  await topic.query(
    `INSERT INTO arrivals (node, key, seq, shard, fencing) SELECT $1, * FROM unnest($2::uuid[], $3::bigint[], $4::int[], $5::bigint[])`,
    [
      relay.leases.nodeId,
      records.map((r) => r.key),
      records.map((r) => r.seq),
      records.map((r) => r.shard),
      records.map((r) => r.fencing),
    ],
  );
  return ALL_PUBLISHED;
};
const relay = realRelay(database, { publish }, RENEW_MS);
process.on('SIGTERM', () => void relay.stop().then(() => process.exit(0)));
console.log(relay.leases.nodeId);
