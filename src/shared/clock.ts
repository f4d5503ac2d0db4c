/** Wall-clock time, for expiry and display only: order never depends on it (invariant I29). */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
