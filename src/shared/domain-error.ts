/**
 * A refusal with a stable code. Modules subclass it in their `errors.ts`; the edge turns it into a problem document
 * (REST) or a refused ack (socket). A thrown DomainError promises that nothing was stored.
 */
export abstract class DomainError extends Error {
  /** `<module>.<reason>`; part of the public contract. */
  abstract readonly code: string;
  /** HTTP status; 404 in place of 403 wherever existence is itself secret. */
  abstract readonly status: number;
  readonly errors?: ReadonlyArray<{ pointer: string; rule: string; detail: string }>;
  readonly retryAfterMs?: number;
  /** Its audit line was written where it was thrown, with what is not for the answer: there is no second one. */
  audited = false;

  constructor(message: string) {
    // A refusal is an answer, not a failure: nobody reads its stack, and under overload making it was the dearest part of saying no.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = limit;
    this.name = new.target.name;
  }

  asAudited(): this {
    this.audited = true;
    return this;
  }
}
