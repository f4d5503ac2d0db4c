import { derivedId } from '../../shared/ids.js';

/**
 * The id of the direct conversation of two people: a pure function of the pair in either order, so that both may create
 * it at once, on different nodes, and the database's key lets it exist once. With oneself it is a place for notes.
 */
export function directConversationId(a: string, b: string): string {
  return a < b ? derivedId('direct', a, b) : derivedId('direct', b, a);
}
