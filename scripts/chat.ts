import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient, ParleyError } from '../sdk/index.js';
import { FileStore } from '../sdk/node.js';
import { ChatScreen } from './chat/chat-screen.js';
import { pickConversation } from './chat/pick-conversation.js';
import { askName, signIn } from './chat/sign-in.js';
import { Terminal } from './chat/terminal.js';

const USAGE = `npm run chat -- [--url=http://127.0.0.1:3000] [--session=<file>]

Talk in the terminal. Sign in or up with a username, pick somebody or a group, talk. /help lists the commands.
Each username keeps a session of its own, so two people can use two terminals of one machine.`;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    session: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

/** One file per deployment and name, readable by its owner only. */
function sessionFile(name: string): string {
  return (
    values.session ?? join(homedir(), '.parley-chat', `${encodeURIComponent(`${new URL(urls[0]!).host} ${name}`)}.json`)
  );
}

const PATIENCE_MS = 3_000;
const urls = values.url.split(',');
const terminal = new Terminal();
const name = await askName(terminal);
if (name === null) process.exit(1);
const client = createClient({ url: urls, store: new FileStore(sessionFile(name)), device: 'terminal' });

try {
  await signIn(client, terminal, name);
  terminal.say(`Connecting to ${values.url}; /help lists the commands.`);
  // Without a connection one still sees what is known; it goes on trying.
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
  await Promise.race([client.connect().catch(() => undefined), patience]);
  const screen = new ChatScreen(client, terminal);
  for (let again = true; again;) {
    const id = await pickConversation(client, terminal);
    again = id !== null && (await screen.talk(id)) === 'leave';
  }
} catch (error) {
  terminal.say(error instanceof ParleyError ? `${error.message} (${error.code})` : String(error), 'red');
  process.exitCode = 1;
}
client.close();
terminal.close();
