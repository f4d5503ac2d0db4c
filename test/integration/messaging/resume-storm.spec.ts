import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Database } from '../../../src/platform/database/index.js';
import { Journal } from '../../../src/platform/journal/index.js';
import { Connections } from '../../../src/platform/realtime/index.js';
import { seedAccounts } from '../../support/accounts.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { type PresenceNode, startPresenceNode } from '../presence/node.js';
import { Client } from '../realtime/support/client.js';

const POOL = 4;
const SOCKETS = 60;
const AFRESH = { epoch: null, userSeq: 0, conversations: {} };

await describeWith('postgres', 'many sockets that resume at once', () => {
  let node: PresenceNode;
  let clients: Client[];

  beforeAll(async () => {
    node = await startPresenceNode((await freshDatabase()).url, { DATABASE_POOL: `${POOL}` });
  });
  afterAll(() => node?.close());

  it('wait for each other and not in front of everybody who needs a connection', async () => {
    const database = node.app.get(Database);
    const users = await seedAccounts(database, node.app.get(Journal), SOCKETS);
    clients = await Promise.all(users.map(async (user) => Client.connect(node.url, await node.token(user))));
    await vi.waitFor(() => expect([...node.app.get(Connections)]).toHaveLength(SOCKETS));

    const waiting: number[] = [];
    const query = database.hot.query.bind(database.hot);
    vi.spyOn(database.hot, 'query').mockImplementation((...args: Parameters<typeof query>) => {
      waiting.push(database.hot.waitingCount);
      return query(...args);
    });
    const answers = await Promise.all(clients.map((client) => client.ask('sync.resume', AFRESH)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(SOCKETS);
    expect(waiting.length).toBeGreaterThan(SOCKETS);
    expect(Math.max(...waiting)).toBeLessThanOrEqual(POOL);
    for (const client of clients) client.close();
  });
});
