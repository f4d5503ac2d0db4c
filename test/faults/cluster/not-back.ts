import { until } from '../../../scripts/parts/until.js';

/** Something of Parley that has to come back by itself, and did not. Nothing is wrong with the checker: the run goes on to its verdict (I31). */
export class NotBack extends Error {
  constructor(
    readonly who: string,
    because: string,
    options?: ErrorOptions,
  ) {
    super(because, options);
  }
}

/** As `until`, for what Parley has to do by itself. */
export async function untilBack(
  who: string,
  what: string,
  ms: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  await until(what, ms, condition).catch((error: Error) => {
    throw new NotBack(who, error.message, { cause: error.cause });
  });
}
