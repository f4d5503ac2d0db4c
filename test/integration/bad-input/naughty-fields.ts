const MESSAGES = '/v1/conversations/{conversationId}/messages';
const REACTIONS = `${MESSAGES}/{seq}/reactions/{emoji}`;

/** Texts that are stored and shown again: `naughty.spec.ts`. */
export const STORED = [
  `POST ${MESSAGES} body.body`,
  'message.send body',
  `PATCH ${MESSAGES}/{seq} body.body`,
  'message.edit body',
  'PUT /v1/conversations/{conversationId}/draft body.body',
  `PUT ${REACTIONS} path.emoji`,
  'reaction.add emoji',
  `DELETE ${REACTIONS} path.emoji`,
  'reaction.remove emoji',
  'POST /v1/conversations body.title',
  'PATCH /v1/conversations/{id} body.title',
  'PATCH /v1/users/me body.displayName',
] as const;

/** Lists that have pages. */
export const PAGED = [
  'GET /v1/admin/dead-letters',
  'GET /v1/admin/users',
  'GET /v1/auth/sign-ins',
  'GET /v1/users',
  'GET /v1/conversations',
  'GET /v1/conversations/{id}/members',
  'GET /v1/drafts',
  'GET /v1/notifications',
] as const;

/** Texts that are compared, looked for or decoded, and those of an account: `naughty-accounts.spec.ts`, `naughty-keys.spec.ts`. */
export const ACCOUNTS = [
  'POST /v1/auth/login body.username',
  'POST /v1/auth/login body.password',
  'POST /v1/auth/login body.device',
  'POST /v1/auth/login body.refreshToken',
  'POST /v1/auth/refresh body.refreshToken',
  'POST /v1/auth/password body.currentPassword',
  'POST /v1/auth/password body.newPassword',
  'POST /v1/auth/register body.username',
  'POST /v1/auth/register body.password',
  'POST /v1/auth/register body.device',
  'POST /v1/auth/register body.displayName',
] as const;
export const KEYS = [
  ...PAGED.map((list) => `${list} query.cursor` as const),
  'GET /v1/users query.q',
  'GET /v1/admin/users query.q',
  'GET /v1/admin/dead-letters query.consumer',
  'POST /v1/conversations header.Idempotency-Key',
  `POST ${MESSAGES} body.clientMessageId`,
  'message.send clientMessageId',
  'auth.refresh token',
  // Neither is in a document that lists fields.
  'handshake token',
  'handshake deviceId',
] as const;

/** Why the naughty strings are not sent through the rest: by the end of a field's name in the list. */
export const NOT_TRIED: Array<{ field: RegExp; because: string }> = [
  {
    field: /[ .](?:id|ids|userId|userIds|conversationId|sessionId|conversations|epoch)$/,
    because:
      'names something: what is no id is sent by rest.spec.ts and socket.spec.ts, others’ ids by foreign-ids.spec.ts',
  },
  {
    field: /[ .](?:kind|role|status|refreshIn|historyVisibility)$/,
    because: 'one of a few words; others are sent by rest.spec.ts and socket.spec.ts',
  },
  {
    field: /header\.Idempotency-Key$/,
    because: 'read by one interceptor for all routes; sent to one of them',
  },
];
