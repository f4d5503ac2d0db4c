import { ParleyError, type ParleyClient } from '../../sdk/index.js';
import type { Terminal } from './terminal.js';

/** Who sits at this terminal; a name is asked for first, because each has a session of its own. Null: the input ended. */
export async function askName(terminal: Terminal): Promise<string | null> {
  for (;;) {
    const name = await terminal.ask('Username (a new one makes an account): ');
    if (name === null || name.trim() !== '') return name?.trim() ?? null;
  }
}

/** Takes up the kept session, or signs in or up until it works. */
export async function signIn(client: ParleyClient, terminal: Terminal, name: string): Promise<void> {
  const kept = await client.restore();
  if (kept) return terminal.say(`Signed in as ${kept.username}.`, 'grey');
  for (let username: string | null = name; username !== null; username = await askName(terminal)) {
    const password = (await terminal.ask('Password: ', true)) ?? '';
    try {
      const user = await enter(client, username, password);
      return terminal.say(`\nWelcome, ${user.displayName}.`, 'green');
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      terminal.say(`\n${error.message} (${error.code})`, 'red');
      for (const { detail } of error.errors ?? []) terminal.say(`  ${detail}`, 'red');
    }
  }
  throw ParleyError.local('client.signed_out', 'Nobody signed in');
}

/** A name that is taken belongs to somebody: then the password must be theirs. */
async function enter(client: ParleyClient, username: string, password: string) {
  try {
    return await client.register({ username, password });
  } catch (error) {
    if (!(error instanceof ParleyError) || ![403, 409].includes(error.status)) throw error;
    return client.login({ username, password });
  }
}
