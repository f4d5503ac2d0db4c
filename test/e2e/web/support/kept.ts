import type { Person } from './person.js';

/** The keys of what this browser keeps of conversations. */
export const kept = ({ page }: Person): Promise<string[]> =>
  page.evaluate(`new Promise((resolve) => {
    const opening = indexedDB.open('parley');
    opening.onsuccess = () => {
      const asking = opening.result.transaction('values').objectStore('values').getAllKeys();
      asking.onsuccess = () => resolve(asking.result.filter((key) => key.startsWith('recent/')));
    };
  })`);
