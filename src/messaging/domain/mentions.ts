import { LIMITS, type MemberRole } from '../../contract/index.js';
import { TooManyMentions } from '../errors.js';

/** `@` at the start of a word, so that mail addresses are none. Linear in the text. */
const MENTION = /(?<![\p{L}\p{N}_.@/-])@([\p{L}\p{N}_.-]{1,64})/gu;
const TRAILING = /[.-]+$/;
export const ALL = 'all';

/** Whom a text addresses. Names are as written there, lower case; which of them are members only the server knows. */
export function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  if (!text.includes('@')) return names;
  for (const [, raw] of text.matchAll(MENTION)) {
    const name = raw!.toLowerCase();
    names.add(name);
    // "ask @ann." means ann; a name that ends in a dot stays a candidate too.
    if (TRAILING.test(name)) names.add(name.replace(TRAILING, ''));
  }
  names.delete('');
  return names;
}

export interface Mentions {
  userIds: string[];
  all: boolean;
}
export const NO_MENTIONS: Mentions = { userIds: [], all: false };

/** In a large group `@all` counts only from admins and owners; from others it is text like any other. */
export function mentionsAll(names: ReadonlySet<string>, role: MemberRole, memberCount: number): boolean {
  return names.has(ALL) && (role !== 'member' || memberCount <= LIMITS.mentionAllMembers);
}

export function checkMentions(userIds: readonly string[]): void {
  if (userIds.length > LIMITS.mentionsPerMessage) throw new TooManyMentions(LIMITS.mentionsPerMessage);
}
