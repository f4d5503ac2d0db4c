import { setTimeout as delay } from 'node:timers/promises';
import { Api } from '../../../sdk/rest/api.js';
import { Http } from '../../../sdk/rest/http.js';
import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

/** How often an ended session is tried at every node. */
const TRIES = 8;
const EVERY_MS = 1_000;

/** Sessions that are ended, and go on being tried at every node. */
export function sessions(world: World): Workload {
  const { random, recorder, people, places } = world;
  return {
    id: 'sessions',
    what: 'sessions that are ended and used on',
    weight: 1,
    step: async () => {
      const person = random.pick(people);
      const { api, who } = person.rest(person.anyNode());
      let token = '';
      const device = `${person.name}/extra`;
      const signedIn = await recorder.call({ process: person.name, device }, 'sign-in', {}, async () => {
        const tokens = await api.auth.login({ ...person.credentials, device });
        token = tokens.accessToken;
        return { sessionId: tokens.sessionId };
      });
      if (signedIn.outcome !== 'ok') return;
      const session = signedIn.result.sessionId;
      const use = (node: { name: string; url: string }) => {
        const asking = new Api(new Http({ urls: [node.url], token: async () => token, timeoutMs: 5_000 }));
        return recorder.call(
          { process: person.name, device, session, node: node.name },
          'use-session',
          { how: 'rest' },
          async () => {
            await asking.auth.me();
            return {};
          },
        );
      };
      await Promise.all(places.nodes.map(use));
      await recorder.call(who, 'revoke', { sessionIds: [session] }, async () => {
        await api.auth.revokeSession(session);
        return {};
      });
      for (let i = 0; i < TRIES; i += 1) {
        await Promise.all(places.nodes.map(use));
        await delay(EVERY_MS);
      }
    },
  };
}
