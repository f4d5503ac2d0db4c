/**
 * Messaging: what is said in a conversation, and how far each member has got.
 *
 * Owns: messages, their versions, reactions and mentions, drafts, delivered and read pointers, the answers to resume.
 * Does not own: who is a member (groups), users, the log itself (platform/journal).
 * Guarantees: an acked message is durable with its final number; a `clientMessageId` names one message per sender and
 * conversation for ever, whatever is repeated where; nobody's message stands above his removal; a deleted text is gone from
 * messages, versions and the log; a read shows what its reader may see at that very moment; a resume answers the complete
 * range or says that it does not. Limits: `LIMITS` of the contract. Failure: a refusal stored nothing.
 */
export * from './events.js';
export { MessagingModule } from './messaging.module.js';
export { recount, type RecountReport } from './use-cases/recount.js';
