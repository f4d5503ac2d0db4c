/** JSON made elsewhere, spliced into the ack as it is. */
export class RawJson {
  constructor(readonly json: string) {}
}

/** An ack's data, and what has to happen right after the ack was queued (and before anything else is). */
export class Answer<T> {
  constructor(
    readonly data: T | RawJson,
    readonly after?: () => void,
  ) {}
}
