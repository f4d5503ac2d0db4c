import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { describeGuarantees } from './guarantees.js';

await describeWith('postgres', 'local', () => {
  describeGuarantees('within the process', async () => ({ DATABASE_URL: (await freshDatabase()).url }));
});
