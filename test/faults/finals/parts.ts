import pg from 'pg';
import type { Recorder } from '../driver/recorder.js';
import { readDatabase, type Wanted } from './database.js';
import { readKafka } from './kafka.js';

interface Parts {
  databaseUrl: string | null;
  brokers: string | null;
}

/** What the parts have, as far as this run may look into them. */
export async function readParts({ databaseUrl, brokers }: Parts, wanted: Wanted, recorder: Recorder): Promise<void> {
  if (!databaseUrl) return;
  const logs = () => readDatabase(databaseUrl, wanted, recorder);
  const stored = await fromPart(recorder, 'the database', 'the question for its logs', logs);
  // Records are held against the logs of the database.
  if (stored && brokers)
    await fromPart(recorder, 'Kafka', 'the question for its records', () => readKafka(brokers, recorder));
}

/** Whether a part had an answer. That it has none says nothing of Parley; the run proves nothing without it, and that is noted. */
export async function fromPart(
  recorder: Recorder,
  part: string,
  what: string,
  read: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (isOwnMistake(error)) throw error;
    recorder.mark('no-answer', { what, because: (error as Error).message, promised: false }, part);
    return false;
  }
}

/** Of this program: errors of the language, and statements that the database does not understand. */
function isOwnMistake(error: unknown): boolean {
  const ofTheLanguage = [TypeError, ReferenceError, RangeError, SyntaxError].some((kind) => error instanceof kind);
  return ofTheLanguage || (error instanceof pg.DatabaseError && /^(22|42)/u.test(error.code ?? ''));
}
