import { newId } from '../../../src/shared/ids.js';
import { PASSWORD } from '../identity/identity-client.js';

/**
 * Everybody there is. `administrator` is the deployment's, a stranger to the
 * conversation; what `disabled` holds are the tokens from before its account was disabled.
 */
export const ACTORS = [
  'anonymous',
  'disabled',
  'stranger',
  'ex-member',
  'administrator',
  'member',
  'admin',
  'owner',
] as const;
export type Actor = (typeof ACTORS)[number];

const signedIn: readonly Actor[] = ['stranger', 'ex-member', 'administrator', 'member', 'admin', 'owner'];
const inside: readonly Actor[] = ['member', 'admin', 'owner'];

/** Who may, and what those who are signed in and may not are answered: by default 403. */
const AUDIENCES = {
  everybody: { may: ACTORS },
  'who is signed in': { may: signedIn },
  'the administrator': { may: ['administrator'] },
  // To everybody outside, the conversation does not exist.
  members: { may: inside, hidden: true },
  'admins and the owner': { may: ['admin', 'owner'], hidden: true },
  'the owner': { may: ['owner'], hidden: true },
  'its author alone': { may: [], hidden: true },
  // It belongs to somebody who is none of the actors.
  'its user alone': { may: [], unknown: true },
} as const satisfies Record<string, { may: readonly Actor[]; hidden?: true; unknown?: true }>;

/** Who of the others may besides: a rule that only says who may not would hold of a route that refuses everybody. */
export const ALONE: Partial<Record<keyof typeof AUDIENCES, 'author' | 'outsider'>> = {
  'its author alone': 'author',
  'its user alone': 'outsider',
};

/** What a cell works on: a group of the actors with a message of another member, and the actor's own things. */
export interface Scene {
  conversationId: string;
  seq: number;
  /** Of the message's author, and of somebody who is in no conversation. */
  authorId: string;
  newcomerId: string;
  /** Belong to the outsider. */
  foreignSessionId: string;
  foreignNotificationId: string;
  me: { username: string; accessToken: string; refreshToken: string };
}

export interface Rule {
  for: keyof typeof AUDIENCES;
  /** What of the path is not the scene's own. */
  path?: (scene: Scene) => Record<string, string>;
  query?: (scene: Scene) => string;
  body?: (scene: Scene) => object;
  /** Who may as well, and is none of the actors. */
  also?: 'author';
  /** Answers that the audience does not tell. */
  but?: Partial<Record<Actor, number>>;
}

const ME = (): object => ({ displayName: 'Me' });
const author = ({ authorId }: Scene) => ({ userId: authorId });
const newcomer = ({ newcomerId }: Scene) => ({ id: newcomerId });
const fromOne = () => 'fromSeq=1';
const text = () => ({ clientMessageId: newId(), body: 'mine' });
const MESSAGES = '/v1/conversations/{conversationId}/messages';
const MEMBERS = '/v1/conversations/{id}/members';

/** Every route. The message is another member's; `{userId}` is that member. */
export const ROUTES: Record<string, Rule> = {
  'GET /.well-known/jwks.json': { for: 'everybody' },
  'GET /v1/server': { for: 'everybody' },
  'GET /v1/auth': { for: 'everybody' },
  'POST /v1/auth/register': {
    for: 'everybody',
    body: () => ({ username: `new-${newId()}`.slice(0, 32), password: PASSWORD }),
  },
  'POST /v1/auth/login': {
    for: 'everybody',
    body: ({ me }) => ({ username: me.username, password: PASSWORD }),
    but: { anonymous: 401, disabled: 403 },
  },
  'POST /v1/auth/refresh': { for: 'who is signed in', body: ({ me }) => ({ refreshToken: me.refreshToken }) },
  'POST /v1/auth/logout': { for: 'who is signed in' },
  'POST /v1/auth/password': {
    for: 'who is signed in',
    body: () => ({ currentPassword: PASSWORD, newPassword: PASSWORD }),
  },
  'GET /v1/auth/sessions': { for: 'who is signed in' },
  'GET /v1/auth/sign-ins': { for: 'who is signed in' },
  'DELETE /v1/auth/sessions/{id}': {
    for: 'its user alone',
    path: ({ foreignSessionId }) => ({ id: foreignSessionId }),
  },
  'GET /v1/users': { for: 'who is signed in', query: () => 'q=the' },
  'POST /v1/users/lookup': { for: 'who is signed in', body: ({ authorId }) => ({ ids: [authorId] }) },
  'GET /v1/users/me': { for: 'who is signed in' },
  'PATCH /v1/users/me': { for: 'who is signed in', body: ME },
  'GET /v1/users/{id}': { for: 'who is signed in', path: newcomer },
  'PUT /v1/users/{id}/disabled': { for: 'the administrator', path: newcomer },
  'DELETE /v1/users/{id}/disabled': { for: 'the administrator', path: newcomer },
  'GET /v1/admin/users': { for: 'the administrator' },
  'GET /v1/admin/users/{id}/sessions': { for: 'the administrator', path: newcomer },
  'DELETE /v1/admin/users/{id}/sessions': { for: 'the administrator', path: newcomer },
  'DELETE /v1/admin/users/{id}/sessions/{sessionId}': {
    for: 'the administrator',
    // Not the newcomer's.
    path: ({ newcomerId, foreignSessionId }) => ({ id: newcomerId, sessionId: foreignSessionId }),
    but: { administrator: 404 },
  },
  'GET /v1/admin/dead-letters': { for: 'the administrator' },
  'POST /v1/admin/dead-letters/{id}/replay': { for: 'the administrator', path: newcomer, but: { administrator: 404 } },
  'DELETE /v1/admin/dead-letters/{id}': { for: 'the administrator', path: newcomer, but: { administrator: 404 } },
  'GET /v1/admin/health': { for: 'the administrator' },
  'POST /v1/conversations': { for: 'who is signed in', body: () => ({ kind: 'group', title: 'Mine' }) },
  'GET /v1/conversations': { for: 'who is signed in' },
  'GET /v1/conversations/{id}': { for: 'members' },
  'PATCH /v1/conversations/{id}': { for: 'admins and the owner', body: () => ({ title: 'Coffee' }) },
  [`GET ${MEMBERS}`]: { for: 'members' },
  [`POST ${MEMBERS}`]: { for: 'admins and the owner', body: ({ newcomerId }) => ({ userIds: [newcomerId] }) },
  [`PATCH ${MEMBERS}/{userId}`]: { for: 'the owner', path: author, body: () => ({ role: 'admin' }) },
  [`DELETE ${MEMBERS}/{userId}`]: { for: 'admins and the owner', path: author },
  'GET /v1/presence': { for: 'who is signed in', query: ({ authorId }) => `userIds=${authorId}` },
  [`POST ${MESSAGES}`]: { for: 'members', body: text },
  [`GET ${MESSAGES}`]: { for: 'members' },
  [`GET ${MESSAGES}/{seq}`]: { for: 'members' },
  [`PATCH ${MESSAGES}/{seq}`]: { for: 'its author alone', body: () => ({ body: 'not mine' }) },
  [`DELETE ${MESSAGES}/{seq}`]: { for: 'admins and the owner', also: 'author' },
  [`GET ${MESSAGES}/{seq}/versions`]: { for: 'members' },
  [`PUT ${MESSAGES}/{seq}/reactions/{emoji}`]: { for: 'members' },
  [`DELETE ${MESSAGES}/{seq}/reactions/{emoji}`]: { for: 'members' },
  [`GET ${MESSAGES}/{seq}/receipts`]: { for: 'members' },
  'GET /v1/conversations/{conversationId}/receipts': { for: 'members' },
  'PUT /v1/conversations/{conversationId}/receipts': { for: 'members', body: () => ({ readSeq: 1 }) },
  'PATCH /v1/conversations/{id}/settings': { for: 'members', body: () => ({ favourite: true }) },
  'GET /v1/conversations/{conversationId}/draft': { for: 'members' },
  'PUT /v1/conversations/{conversationId}/draft': { for: 'members', body: () => ({ body: 'not yet' }) },
  'GET /v1/drafts': { for: 'who is signed in' },
  'GET /v1/previews': { for: 'who is signed in' },
  'GET /v1/conversations/{conversationId}/events': { for: 'members', query: fromOne },
  'GET /v1/unread': { for: 'who is signed in' },
  'POST /v1/sync': { for: 'who is signed in', body: () => ({ epoch: null, userSeq: 0, conversations: {} }) },
  'GET /v1/notifications': { for: 'who is signed in' },
  'POST /v1/notifications/read': { for: 'who is signed in' },
  'POST /v1/notifications/{id}/read': {
    for: 'its user alone',
    path: ({ foreignNotificationId }) => ({ id: foreignNotificationId }),
  },
};

const at = ({ conversationId }: Scene) => ({ conversationId });
const message = ({ conversationId, seq }: Scene) => ({ conversationId, seq });
const thumb = (scene: Scene) => ({ ...message(scene), emoji: '👍' });
const first = (scene: Scene) => ({ ...at(scene), seq: 1 });

/** Every client event, as above. */
export const EVENTS: Record<string, Rule> = {
  'message.send': { for: 'members', body: (scene) => ({ ...at(scene), ...text() }) },
  'message.edit': { for: 'its author alone', body: (scene) => ({ ...message(scene), body: 'not mine' }) },
  'message.delete': { for: 'admins and the owner', also: 'author', body: message },
  'reaction.add': { for: 'members', body: thumb },
  'reaction.remove': { for: 'members', body: thumb },
  'receipt.delivered': { for: 'members', body: first },
  'receipt.read': { for: 'members', body: first },
  'typing.start': { for: 'members', body: at },
  'typing.stop': { for: 'members', body: at },
  'presence.set': { for: 'who is signed in', body: () => ({ status: 'away' }) },
  'presence.get': { for: 'who is signed in', body: ({ authorId }) => ({ userIds: [authorId] }) },
  'sync.resume': {
    for: 'who is signed in',
    body: (scene) => ({ epoch: null, userSeq: 0, conversations: { [scene.conversationId]: 0 } }),
  },
  'sync.range': { for: 'members', body: (scene) => ({ ...at(scene), fromSeq: 1 }) },
  'auth.refresh': { for: 'who is signed in', body: ({ me }) => ({ token: me.accessToken }) },
};

/** The answer an actor must get: taken, or this status. */
export function expected(actor: Actor, rule: Rule): number | 'ok' {
  const audience: { may: readonly Actor[]; hidden?: true; unknown?: true } = AUDIENCES[rule.for];
  const exception = rule.but?.[actor];
  if (exception !== undefined) return exception;
  if (audience.may.includes(actor)) return 'ok';
  if (!signedIn.includes(actor)) return 401;
  return audience.unknown || (audience.hidden && !inside.includes(actor)) ? 404 : 403;
}
