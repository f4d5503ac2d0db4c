/**
 * `Idempotency-Key`: a POST that is repeated with the same key is done once.
 *
 * Owns: `idempotency_keys`, kept 24 hours per user and key. Guarantees: same key and body → the first answer again, marked
 * `Idempotent-Replayed`; another body → 422; while the first is running → 409. A refused request keeps nothing, so its key can
 * be used again. One that failed may have done its work (the answer to the commit was lost, the node died): a repeat tries
 * again under the same operation id, at once, or after a minute where the first never ended; what it makes takes that id, and
 * so is made once. Limits: what must hold for longer carries its own id (`clientMessageId`); what only reads is done anew each
 * time. Failure: without Postgres the request is refused before its work starts.
 */
export * from './idempotency.module.js';
export * from './only-reads.js';
export * from './operation-id.js';
