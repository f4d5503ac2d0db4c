/**
 * Groups: who is in which conversation, and with which role.
 *
 * Owns: conversations (direct ones and groups with a title), members, roles, and what each member set for himself. Does not own: what is said in them, and users.
 * Guarantees: two people have one direct conversation, also when both create it at once on different nodes; every change of
 * membership or role is an entry of the conversation's log, committed with the rows it changes, and raises `aclVersion`, so
 * that nothing decided on the former membership can be appended after it; a group always has an owner.
 * Limits: 10,000 members a group, 200 a request; 1,000 groups that one user made and owns. Failure: a refusal changed nothing; to a non-member nothing exists (404).
 */
export * from './events.js';
export { GroupsApi, visibleFrom, type CurrentMembership, type Membership } from './groups.api.js';
export { GroupsModule } from './groups.module.js';
export type { MemberList } from './persistence/followed-list.js';
export type { ConversationOfUser } from './persistence/memberships.js';
