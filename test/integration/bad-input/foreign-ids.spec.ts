import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import { newId } from '../../../src/shared/ids.js';
import { clientEvents } from '../../../scripts/fuzz/schema.js';
import { freshDatabase } from '../../support/database.js';
import { type Operation, operations } from '../../support/rest-check.js';
import { startNode } from '../../support/start-node.js';
import { Client } from '../realtime/support/client.js';
import type { Actor, Scene } from './access-policy.js';
import { isPublic, nameOf, resolve, Samples, schemaOf, withQuery } from './rest-samples.js';
import { soundEvent } from './event-samples.js';
import { SECRET, Stage, THEIR_SECRET } from './stage.js';
import { Stored } from './stored.js';

// B3: whatever names something, filled with everything that is somebody else's, of another kind, or nothing.

const ACTORS: Actor[] = ['owner', 'admin', 'member', 'ex-member', 'stranger', 'administrator'];
/** Names of fields whose value names something. */
const NAMES_SOMETHING = /^(?:id|ids|.*Ids?|seq|.*Seq|conversations|cursor)$/;
/** Where somebody else's id is no offence: users are known to each other, and a client makes its own message ids. */
const OPEN = [
  'GET /v1/users/{id} id',
  'POST /v1/users/lookup ids',
  'GET /v1/presence userIds',
  'POST /v1/conversations userId',
  'POST /v1/conversations userIds',
  'POST /v1/conversations/{id}/members userIds',
  'POST /v1/conversations/{conversationId}/messages clientMessageId',
  // Answers what became of each of them: nothing, to who is no member.
  'POST /v1/sync conversations',
  'POST /v1/sync userSeq',
  // Positions: what lies beyond the end is an empty page.
  ...['before', 'after', 'around'].map((name) => `GET /v1/conversations/{conversationId}/messages ${name}`),
  ...['fromSeq', 'toSeq'].map((name) => `GET /v1/conversations/{conversationId}/events ${name}`),
  'message.send clientMessageId',
  'presence.get userIds',
  'sync.resume conversations',
  'sync.resume userSeq',
  'sync.range fromSeq',
  'sync.range toSeq',
];

let node: RunningParley;
let stage: Stage;
let stored: Stored;
let place: Omit<Scene, 'me'>;
let samples: Samples;
let cells = 0;

beforeAll(async () => {
  const { url } = await freshDatabase();
  const settings = {
    ROLES: 'http,realtime',
    SEND_PER_SECOND: '10000',
    SEND_BURST: '10000',
    SOCKET_EVENTS_PER_SECOND: '100000',
  };
  node = await startNode(url, settings);
  stage = await Stage.set(node.url);
  stored = await Stored.open(url);
  place = await stage.place();
  samples = new Samples(place.conversationId, stage.id('author'));
}, 60_000);
afterAll(async () => {
  console.info(`${cells} cells with ids of others`);
  await stored?.close();
  await node?.close();
});

/** Ids by what they are; of the field's own kind and of every other. */
function others(field: string): unknown[] {
  if (/seq$/i.test(field)) return [stage.foreign.seq + 900, 2 ** 31];
  const { conversationId, sessionId, notificationId, userId } = stage.foreign;
  return [conversationId, sessionId, notificationId, userId, newId(), stage.id('member')];
}
const shaped = (field: string, like: unknown, value: unknown): unknown =>
  Array.isArray(like) ? [value] : field === 'conversations' ? { [String(value)]: 1 } : value;

interface Told {
  ok: boolean;
  status: number;
  text: string;
}
async function check(
  name: string,
  field: string,
  send: (actor: Actor, value: unknown) => Promise<Told>,
): Promise<void> {
  const open = OPEN.includes(`${name} ${field}`);
  place = await stage.place();
  samples = new Samples(place.conversationId, stage.id('author'));
  const digest = async () => ({ ...(await stored.digest()), last_seen: '' });
  const before = await digest();
  for (const actor of ACTORS)
    for (const value of others(field)) {
      const { ok, status, text } = await send(actor, value);
      const where = `${actor}: ${name} with ${field} = ${String(value)}: ${status} ${text.slice(0, 200)}`;
      expect(status, where).toBeLessThan(500);
      // The owner of the conversation may well remove the member whose id this is; others' things, nobody.
      if (!open && value !== stage.id('member')) expect(ok, where).toBe(false);
      expect(text, where).not.toContain(THEIR_SECRET);
      if (!isMember(actor)) expect(text, where).not.toContain(SECRET);
      cells += 1;
    }
  if (!open && !touchesMembers(name)) expect(await digest(), name).toEqual(before);
}
const isMember = (actor: Actor) => ['owner', 'admin', 'member'].includes(actor);
/** There the id of a member of one's own group is not somebody else's. */
const touchesMembers = (name: string) => name.includes('/members/{userId}');

/** What the administrator does there to other users is meant, and would end the people of this test; see access.spec.ts. */
const isOfAdmin = ({ path }: Operation) => path.endsWith('/disabled') || path.startsWith('/v1/admin/');
const isAsked = (o: Operation) => !isPublic(o) && namesIn(o).length > 0 && !isOfAdmin(o);
describe.each(operations.filter(isAsked).map((o) => [nameOf(o), o] as const))('B3 B11 D16 %s', (name, operation) => {
  it.each(namesIn(operation))('%s (%s)', async (field, where) => {
    await check(name, field, async (actor, value) => {
      const given = where === 'path' ? { [field]: String(value) } : {};
      const query = where === 'query' ? `${field}=${String(value)}` : '';
      const [sound] = samples.bodies(operation);
      const body = where === 'body' ? { ...sound, [field]: shaped(field, sound![field], value) } : sound;
      const path = withQuery(samples.path(operation, given), samples.query(operation, field), query);
      const answer = await stage.rest.call(operation.method, path, { token: stage.token(actor), body });
      return { ok: answer.status < 300, ...answer };
    });
  });
});

function namesIn(operation: Operation): Array<[field: string, where: 'path' | 'query' | 'body']> {
  const parameters = (operation.parameters ?? []).map((p): [string, 'path' | 'query'] => [
    p.name,
    p.in as 'path' | 'query',
  ]);
  const schema = schemaOf(operation);
  const body = Object.keys(schema ? (resolve(schema).properties ?? {}) : {}).map((name): [string, 'body'] => [
    name,
    'body',
  ]);
  return [...parameters, ...body].filter(([name]) => NAMES_SOMETHING.test(name));
}

const about = clientEvents.map(
  ({ event, schema }) => [event, Object.keys(schema.properties!).filter((f) => NAMES_SOMETHING.test(f))] as const,
);

describe.each(about.filter(([, fields]) => fields.length > 0))('B3 B11 %s', (event, fields) => {
  it.each(fields)('%s', async (field) => {
    const sockets = new Map<Actor, Client>();
    for (const actor of ACTORS) sockets.set(actor, await Client.connect(node.url, stage.token(actor)));
    await check(event, field, async (actor, value) => {
      const sound = soundEvent(event, place, stage.id('author'));
      const ack = await sockets.get(actor)!.ask(event, { ...sound, [field]: shaped(field, sound[field], value) });
      return { ok: ack.ok, status: ack.ok ? 200 : ack.error.status, text: JSON.stringify(ack) };
    });
    for (const client of sockets.values()) client.close();
  });
});
