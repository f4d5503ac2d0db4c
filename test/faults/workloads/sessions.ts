import { Api } from '../../../sdk/rest/api.js';
import { Http } from '../../../sdk/rest/http.js';
import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

/** When an ended session is tried at every node: soon and often, and beyond the time that it may still be taken (`revokeMs` of the run). */
const TRIED_AFTER_S = [0, 1, 2, 3, 4, 6, 8, 11, 14, 16, 18, 20];

/** Sessions that are ended, and go on being tried at every node. */
export function sessions(world: World): Workload {
  const { random, recorder, people, places } = world;
  return {
    id: 'sessions',
    what: 'sessions that are ended and used on',
    weight: 0.6,
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
      for (const [i, seconds] of TRIED_AFTER_S.entries()) {
        if (!(await world.pause(1_000 * (seconds - (TRIED_AFTER_S[i - 1] ?? 0))))) return;
        await Promise.all(places.nodes.map(use));
      }
    },
  };
}
