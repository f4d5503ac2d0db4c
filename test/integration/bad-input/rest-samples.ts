import { newId } from '../../../src/shared/ids.js';
import { type Operation, restDocument } from '../../support/rest-check.js';
import { PASSWORD } from '../identity/identity-client.js';
import type { Resolve, Schema } from './mutations.js';

export const resolve: Resolve = (schema) =>
  schema.$ref ? restDocument.components.schemas[schema.$ref.split('/').at(-1)!]! : schema;
export const nameOf = ({ method, path }: Operation) => `${method} ${path}`;
export const isPublic = ({ security }: Operation) => security?.some((s) => Object.keys(s).length === 0) ?? false;
export const schemaOf = ({ requestBody }: Operation) =>
  requestBody?.content['application/json']?.schema as Schema | undefined;

/** Texts that the server takes as they come: names of devices are cleaned, passwords and tokens only compared. */
export const FREE = ['device', 'refreshToken', 'currentPassword'];
const values = (groupId: string, userId: string): Record<string, () => unknown> => ({
  username: () => 'carol',
  password: () => PASSWORD,
  displayName: () => 'Carol',
  device: () => 'phone',
  refreshToken: () => 'none',
  refreshIn: () => 'body',
  currentPassword: () => PASSWORD,
  newPassword: () => `${PASSWORD} and more`,
  ids: () => [userId],
  userIds: () => [userId],
  kind: () => 'group',
  title: () => 'Tea',
  historyVisibility: () => 'joined',
  role: () => 'member',
  favourite: () => true,
  muted: () => false,
  body: () => 'hello',
  clientMessageId: () => newId(),
  replyToSeq: () => 2,
  deliveredSeq: () => 1,
  readSeq: () => 1,
  epoch: () => null,
  userSeq: () => 0,
  conversations: () => ({ [groupId]: 1 }),
});

/** Sound requests, to break one thing at a time of. */
export class Samples {
  private readonly values: Record<string, () => unknown>;

  constructor(
    private readonly groupId: string,
    private readonly userId: string,
  ) {
    this.values = values(groupId, userId);
  }

  bodies(operation: Operation): Array<Record<string, unknown>> {
    const schema = schemaOf(operation);
    if (!schema) return [];
    const names = Object.keys(resolve(schema).properties!);
    const missing = names.filter((n) => !this.values[n] && n !== 'userId');
    if (missing.length > 0) throw new Error(`${nameOf(operation)}: no sound value known for ${missing.join()}`);
    const one = Object.fromEntries(names.filter((n) => n !== 'userId').map((n) => [n, this.values[n]!()]));
    // The one body with two forms.
    return names.includes('userId') ? [one, { kind: 'direct', userId: this.userId }] : [one];
  }

  /** The path with sound values, but for what is given. */
  path({ path }: Pick<Operation, 'path'>, given: Record<string, string> = {}): string {
    const id = path.startsWith('/v1/conversations') ? this.groupId : this.userId;
    const sound: Record<string, string> = {
      id,
      conversationId: this.groupId,
      userId: this.userId,
      sessionId: this.userId,
      seq: '2',
    };
    return path.replace(/\{(\w+)\}/g, (_, name: string) => given[name] ?? sound[name] ?? encodeURIComponent('👍'));
  }

  /** What the query must have, but for one. */
  query(operation: Operation, but?: string): string {
    const required = (operation.parameters ?? []).filter((p) => p.in === 'query' && p.required && p.name !== but);
    const value: Record<string, string> = { q: 'a', fromSeq: '1', userIds: newId() };
    return required.map((p) => `${p.name}=${value[p.name] ?? `no sound value for ${p.name}`}`).join('&');
  }
}

export const withQuery = (path: string, ...queries: string[]) => {
  const query = queries.filter(Boolean).join('&');
  return query ? `${path}?${query}` : path;
};
