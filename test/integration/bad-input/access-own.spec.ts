import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type { MessageView, NotificationPage } from '../../../src/contract/index.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { Client } from '../realtime/support/client.js';
import { ALONE, EVENTS, ROUTES, type Rule, type Scene } from './access-policy.js';
import { type Person, SECRET, Stage } from './stage.js';

let node: RunningParley;
let stage: Stage;

beforeAll(async () => {
  // With all roles: a notification is made by a consumer.
  node = await startNode((await freshDatabase()).url);
  stage = await Stage.set(node.url);
}, 60_000);
afterAll(() => node?.close());

/** What `access.spec.ts` shows to be refused to each of the eight, and who may. */
const own = (rules: Record<string, Rule>) =>
  Object.entries(rules).flatMap(([name, rule]) => {
    const whose = rule.also ?? ALONE[rule.for];
    return whose ? [{ name, rule, whose }] : [];
  });

type Seen = Promise<unknown>;
const message = async ({ conversationId, seq }: Scene): Seen => {
  const found = await stage.as<MessageView>('owner', 'GET', `/v1/conversations/${conversationId}/messages/${seq}`);
  return found.deletedAt === null ? found.body : 'deleted';
};
/** What there is to see of a thing before it is touched, and after its own user did. */
const LOOKS: Record<string, { look: (scene: Scene) => Seen; from: unknown; to: unknown }> = {
  'PATCH /v1/conversations/{conversationId}/messages/{seq}': { look: message, from: SECRET, to: 'not mine' },
  'DELETE /v1/conversations/{conversationId}/messages/{seq}': { look: message, from: SECRET, to: 'deleted' },
  'DELETE /v1/auth/sessions/{id}': {
    look: async ({ foreignSessionId }) =>
      (await stage.as<Array<{ id: string }>>('outsider', 'GET', '/v1/auth/sessions')).some(
        ({ id }) => id === foreignSessionId,
      ),
    from: true,
    to: false,
  },
  'POST /v1/notifications/{id}/read': {
    look: async ({ foreignNotificationId }) => {
      const { items } = await stage.as<NotificationPage>('outsider', 'GET', '/v1/notifications');
      return items.find(({ id }) => id === foreignNotificationId)!.readAt !== null;
    },
    from: false,
    to: true,
  },
  'message.edit': { look: message, from: SECRET, to: 'not mine' },
  'message.delete': { look: message, from: SECRET, to: 'deleted' },
};

/** A message of the author, a second session and an unread notification of the outsider. */
async function scene(): Promise<Scene> {
  const place = await stage.place();
  const path = `/v1/conversations/${place.conversationId}/members`;
  await stage.as('owner', 'POST', path, { userIds: [stage.id('outsider')] });
  const invitation = async () => {
    const { items } = await stage.as<NotificationPage>('outsider', 'GET', '/v1/notifications');
    return items.find(({ conversationId }) => conversationId === place.conversationId)?.id;
  };
  await expect.poll(invitation).toBeDefined();
  const { sessionId } = (await stage.rest.login('the-outsider')).body;
  return {
    ...place,
    foreignSessionId: sessionId,
    foreignNotificationId: (await invitation())!,
    me: stage.me('stranger'),
  };
}

describe('B2 B12 what is somebody’s own is refused to a stranger and done for its user', () => {
  it('is all looked at', () => {
    const names = [...own(ROUTES), ...own(EVENTS)].map(({ name }) => name);
    expect(Object.keys(LOOKS).sort()).toEqual(names.sort());
  });

  it.each(own(ROUTES))('$name', async ({ name, rule, whose }) => {
    await refusedThenDone(name, whose, async (person, thing) => {
      const [method, route] = name.split(' ') as [string, string];
      const values: Record<string, string> = {
        conversationId: thing.conversationId,
        seq: String(thing.seq),
        ...rule.path?.(thing),
      };
      const path = route.replace(/\{(\w+)\}/g, (_, parameter: string) => values[parameter]!);
      const answer = await stage.rest.call(method, path, { token: stage.token(person), body: rule.body?.(thing) });
      return answer.status < 300 ? 'ok' : answer.status;
    });
  });

  it.each(own(EVENTS))('$name', async ({ name, rule, whose }) => {
    await refusedThenDone(name, whose, async (person, thing) => {
      const client = await Client.connect(node.url, stage.token(person));
      const ack = await client.ask(name, rule.body!(thing));
      client.close();
      return ack.ok ? 'ok' : ack.error.status;
    });
  });
});

async function refusedThenDone(
  name: string,
  whose: Person,
  send: (person: Person, thing: Scene) => Promise<number | 'ok'>,
): Promise<void> {
  const thing = await scene();
  const { look, from, to } = LOOKS[name]!;
  expect([await send('stranger', thing), await look(thing)]).toEqual([404, from]);
  expect([await send(whose, thing), await look(thing)]).toEqual(['ok', to]);
}
