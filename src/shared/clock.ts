/** Wall-clock time, for expiry and display only: order never depends on it (invariant I29). */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** Never steps, whatever happens to the machine's clock: for durations within one process. */
export class SteadyClock extends Clock {
  now(): Date {
    return new Date(performance.timeOrigin + performance.now());
  }
}
