import { createClient } from '../../../sdk/index.js';
import { FileStore } from '../../../sdk/node.js';

// A client in a process of its own that gets killed: takes up its session and queue, then writes, connected or not.
const [url, sessionFile, conversationId, how, ...bodies] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  ...string[],
];
const client = createClient({ url, store: new FileStore(sessionFile), timings: { reconnectMaxMs: 500 } });

await client.restore();
if (how === 'connected') await client.connect();
for (const body of bodies) client.send(conversationId, body);
console.log('written');

if (how === 'connected') {
  const timeline = client.timeline(conversationId);
  while (timeline.get().items.some(({ kind }) => kind === 'local')) await new Promise((r) => setTimeout(r, 20));
  console.log('sent');
  client.close();
} else {
  // Stays until it is killed.
  setInterval(() => undefined, 1_000);
}
