import { createClient } from '../../sdk/index.js';
import { bodyOf, idOf } from './driver.js';
import type { ParleyDriver } from './parley.js';
import type { ConnectStorm } from './storm.js';

/** A library that never gets to `live` fails the figure instead of holding it up. */
const CONNECT_MS = 60_000;

/** The product's own library with its defaults: its queue, its reconnecting, its catching up. Only the tokens come from the bench. */
export function parleyStormClients(driver: ParleyDriver): ConnectStorm {
  return async (user, port, receiver) => {
    const client = createClient({
      url: `http://127.0.0.1:${port}`,
      token: () => driver.accounts.token(user),
      deviceId: `bench-${user}`,
    });
    client.on('message', (message) => receiver.shown(user, idOf(message.body)));
    const late = setTimeout(() => client.disconnect(), CONNECT_MS);
    await client.connect();
    clearTimeout(late);
    let away = false;
    client.connection.subscribe(({ phase }) => {
      const connected = phase === 'live' || phase === 'catching-up';
      if (connected && away) receiver.online(user);
      away = !connected;
    });
    return {
      send: (id) => {
        client.send(driver.conversationOf(user), bodyOf(id)).sent.then(
          () => receiver.accepted(id),
          // Refused for good: it stays unaccepted, which the figure reports.
          () => undefined,
        );
      },
      close: () => client.close(),
    };
  };
}
