import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient, ParleyError } from '../sdk/index.js';
import { FileStore } from '../sdk/node.js';
import { ChatScreen } from './chat/chat-screen.js';
import { pickConversation } from './chat/pick-conversation.js';
import { signIn } from './chat/sign-in.js';
import { Terminal } from './chat/terminal.js';

// npm run chat -- --url=http://127.0.0.1:3000 --session=<file>: a terminal client on the library. Two sessions, two people.
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    session: { type: 'string', default: join(homedir(), '.parley-chat.json') },
  },
});

const PATIENCE_MS = 3_000;
const terminal = new Terminal();
const client = createClient({
  url: values.url.split(','),
  store: new FileStore(values.session),
  device: 'terminal',
});

try {
  await signIn(client, terminal);
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
