import { createClient, type ParleyClient } from '../../../../sdk/index.js';
import { randomBytes } from 'node:crypto';
import type { Person } from './person.js';
import type { Web } from './web.js';

const NAMES = ['Bob Bristol', 'Chidi Okafor', 'Dora Lindqvist', 'Elif Yılmaz', 'Femke de Vries', '李小龙'];

/** Gives somebody's list something to show: a group with a talk, and direct conversations. Answers the group's id. */
export async function furnish(web: Web, whom: Person): Promise<string> {
  const others = await Promise.all(NAMES.map((name) => account(web.url, name)));
  const [bob, chidi] = others as [ParleyClient, ParleyClient];
  const me = whom.userId;
  try {
    for (const [at, other] of others.entries()) {
      const { id } = await other.api.conversations.direct(me);
      await other.send(id, ['Thanks, got it.', 'Did the pump arrive?', 'See you **tomorrow**'][at % 3]!).sent;
      if (at === 1) await other.send(id, 'And the hoses?').sent;
      if (at === 1) await other.send(id, 'I can fetch them at four if you sign the slip.').sent;
    }
    const userIds = [me, ...others.slice(1).map((other) => other.user.get()!.id)];
    const { id } = await bob.api.conversations.group({ title: 'Harbour works', userIds });
    await bob.send(id, 'Morning all. *Tide is at 9:40*, so we start with the east quay.').sent;
    await bob.send(id, 'Plan for today:\n\n- pumps to basin 2\n- replace the `A-17` valve\n- paperwork').sent;
    await chidi.send(id, 'Rain until noon, I would do the valve first. https://example.org/forecast').sent;
    await chidi.send(id, `@${whom.username} can you bring the keys?`).sent;
    return id;
  } finally {
    for (const other of others) other.close();
  }
}

async function account(url: string, displayName: string): Promise<ParleyClient> {
  const client = createClient({ url });
  const username = `${
    displayName
      .split(' ')[0]!
      .normalize('NFKD')
      .replace(/[^a-zA-Z]/g, '') || 'li'
  }-${randomBytes(4).toString('hex')}`;
  await client.register({ username: username.toLowerCase(), password: 'quiet otter 41 lamps', displayName });
  await client.connect();
  return client;
}
