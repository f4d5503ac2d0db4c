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

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
