import { parseArgs } from 'node:util';
import { startStack } from './parts/stack.js';

// npm run stack -- --nodes=3 --port=3000 --dir=.parley/stack --set=NAME=value: the large deployment on one machine,
// until Ctrl-C. --set gives every node a setting and may be repeated.
const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '3' },
    port: { type: 'string' },
    dir: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
  },
});
const nodes = Number(values.nodes);
if (!Number.isInteger(nodes) || nodes < 1) throw new Error('--nodes takes a whole number from 1');

const began = Date.now();
const stack = await startStack({
  nodes,
  port: values.port === undefined ? undefined : Number(values.port),
  dir: values.dir,
  settings: Object.fromEntries(values.set.map((row) => [row.split('=')[0]!, row.slice(row.indexOf('=') + 1)])),
  log: (line) => console.log(`  ${line}`),
}).catch((error: unknown): never => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
console.log(`
Parley runs as ${nodes} node(s) behind ${stack.url} (${((Date.now() - began) / 1000).toFixed(1)} s to start)

  nodes     ${stack.nodes.map((node) => `${node.url} (pid ${node.pid})`).join('\n            ')}
  Postgres  127.0.0.1:${stack.postgres.port} (pid ${stack.postgres.pid})
  Redis     ${stack.redis.url} (pid ${stack.redis.pid})
  Kafka     ${stack.kafka.brokers} (pid ${stack.kafka.pid})
  logs      ${stack.dir}

Ctrl-C stops everything.`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    console.log('stopping');
    stack.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
