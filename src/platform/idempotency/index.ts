/**
 * `Idempotency-Key`: a POST that is repeated with the same key is done once.
 *
 * Owns: `idempotency_keys`, kept 24 hours per user and key. Guarantees: same key and body → the first answer again, marked
 * `Idempotent-Replayed`; another body → 422; while the first is running → 409. A refused or failed request keeps nothing, so
 * its key can be used again. Limits: the answer is noted after the work was committed: if the node dies in between, the key
 * reads as running for a minute and a repeat then does the work anew. What must hold for ever carries its own id
 * (`clientMessageId`). Failure: without Postgres the request is refused before its work starts.
 */
export * from './idempotency.module.js';
