import { ParleyError, type ParleyClient } from '../../sdk/index.js';
import type { Terminal } from './terminal.js';

/** Takes up the kept session, or signs in or up until it works. */
export async function signIn(client: ParleyClient, terminal: Terminal): Promise<void> {
  const kept = await client.restore();
  if (kept) return terminal.say(`Signed in as ${kept.username}.`, 'grey');
  for (;;) {
    const username = (await terminal.ask('Username (a new one makes an account): '))?.trim();
    if (username === undefined) throw ParleyError.local('client.signed_out', 'Nobody signed in');
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
