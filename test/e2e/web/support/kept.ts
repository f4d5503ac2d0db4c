import type { Person } from './person.js';

const asking = (what: string) => `new Promise((resolve) => {
    const opening = indexedDB.open('parley');
    opening.onsuccess = () => {
      const asking = opening.result.transaction('values').objectStore('values').${what};
      asking.onsuccess = () => resolve(asking.result);
    };
  })`;

/** The keys of what this browser keeps of conversations. */
export const kept = ({ page }: Person): Promise<string[]> =>
  page.evaluate(`${asking('getAllKeys()')}.then((keys) => keys.filter((key) => key.startsWith('recent/')))`);

/** How far anybody else had read a conversation, as this browser keeps it; 0 where nothing is kept of that. */
export const keptReadSeq = ({ page, userId }: Person, id: string): Promise<number> =>
  page.evaluate(
    `${asking(`get('recent/${userId}/page/${id}')`)}.then((kept) => Math.max(0, ...(kept?.receipts ?? [])
      .filter((one) => one.userId !== '${userId}').map((one) => one.readSeq)))`,
  );

/** How many messages of a conversation were unread, as this browser keeps it; undefined where nothing is kept of that. */
export const keptUnread = ({ page, userId }: Person, id: string): Promise<number | undefined> =>
  page.evaluate(
    `${asking(`get('recent/${userId}/list')`)}.then((kept) => kept?.rows.find((row) => row.id === '${id}')?.unread.messages)`,
  );
