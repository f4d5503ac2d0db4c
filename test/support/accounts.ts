import type { Database } from '../../src/platform/database/index.js';
import type { Journal } from '../../src/platform/journal/index.js';
import { derivedId, newId } from '../../src/shared/ids.js';

const INSERT = `
  INSERT INTO accounts (id, username, username_skeleton, display_name, display_key, password_hash, is_admin, created_at)
  SELECT id, 'u' || id, 'u' || id, 'u' || id, 'u' || id, '-', false, now() FROM unnest($1::uuid[]) AS id`;

/** Accounts as registration leaves them, logs included, without the cost of hashing a password: nobody can sign in to them. */
export async function seedAccounts(database: Database, journal: Journal, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await database.transaction(async (tx) => {
    await tx.query(INSERT, [ids]);
    for (const id of ids) {
      await journal.open(tx, 'user', id);
      await journal.open(tx, 'account', derivedId(id, 'account'));
    }
  });
  return ids;
}
