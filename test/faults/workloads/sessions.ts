import { Api } from '../../../sdk/rest/api.js';
import { Http } from '../../../sdk/rest/http.js';
import { Link } from '../../../sdk/connection/link.js';
import type { ConversationEvent } from '../../../src/contract/index.js';
import type { Who } from '../driver/recorder.js';
import type { World } from '../driver/world.js';
import { seenEntry, type Ops } from '../history/index.js';
import type { Workload } from './workload.js';

/**
 * When an ended session is tried at every node: soon and often, beyond the 7 s for which I20 lets it be taken where all is well, and
 * beyond the 15 s where a fault was on.
 */
const TRIED_AFTER_S = [0, 1, 2, 3, 4, 6, 8, 9, 11, 13, 16, 18, 20];
const ANSWER_MS = 5_000;

type Node = { name: string; url: string };

/** Sessions that are ended, and go on being tried at every node: by requests, by new sockets, and by one that was open before. */
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
      const extra = new Extra(world, { process: person.name, device, session }, token, person.id);
      await extra.hold(random.pick(places.nodes));
      await extra.use();
      await recorder.call(who, 'revoke', { sessionIds: [session] }, async () => {
        await api.auth.revokeSession(session);
        return {};
      });
      for (const [i, seconds] of TRIED_AFTER_S.entries()) {
        if (!(await world.pause(1_000 * (seconds - (TRIED_AFTER_S[i - 1] ?? 0))))) break;
        await extra.use();
      }
      extra.close();
    },
  };
}

/** A session that nobody renews, and every way to use it. */
class Extra {
  private held: Link | null = null;

  constructor(
    private readonly world: World,
    private readonly who: Who & { device: string },
    private readonly token: string,
    private readonly userId: string,
  ) {}

  /** Opens a socket that stays open as long as the server lets it. What it is given goes into the history. */
  async hold(node: Node): Promise<void> {
    const { recorder } = this.world;
    // Told apart from the sockets of others that the user has at the same time.
    const who = { ...this.who, device: `${this.who.device}-${this.who.session!.slice(-6)}` };
    const received = (event: string, payload: unknown) => {
      if (event !== 'event') return;
      const entry = payload as ConversationEvent;
      recorder.saw(who, 'frame', { conversationId: entry.conversationId, ...seenEntry(entry) });
    };
    recorder.saw(who, 'opening', {});
    const closed = () => recorder.saw(who, 'down', { reason: 'closed' });
    this.held = await this.open(node, { received, closed }).catch(() => null);
    if (this.held) recorder.saw(who, 'up', { node: node.name, session: who.session });
    else closed();
  }

  async use(): Promise<void> {
    const { held, userId } = this;
    const asked = held && this.call('socket', () => held.request('presence.get', { userIds: [userId] }, ANSWER_MS));
    await Promise.all([asked, ...this.world.places.nodes.flatMap((node) => [this.ask(node), this.connect(node)])]);
  }

  close(): void {
    this.held?.close();
  }

  private ask(node: Node): Promise<unknown> {
    const api = new Api(new Http({ urls: [node.url], token: async () => this.token, timeoutMs: ANSWER_MS }));
    return this.call('rest', () => api.auth.me(), node);
  }

  private connect(node: Node): Promise<unknown> {
    const act = async () => (await this.open(node, { received: () => undefined, closed: () => undefined })).close();
    return this.call('connect', act, node);
  }

  private open(node: Node, listener: Parameters<typeof Link.open>[1]): Promise<Link> {
    const auth = { token: this.token, deviceId: this.who.device };
    return Link.open({ url: node.url, auth, openTimeoutMs: ANSWER_MS }, listener);
  }

  private call(how: Ops['use-session']['args']['how'], act: () => Promise<unknown>, node?: Node): Promise<unknown> {
    return this.world.recorder.call({ ...this.who, node: node?.name }, 'use-session', { how }, async () => {
      await act();
      return {};
    });
  }
}
