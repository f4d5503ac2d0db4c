import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { describeInbox } from './inbox.js';

await describeWith('postgres', 'consumed within the process', () => {
  describeInbox('local', async () => ({ url: (await freshDatabase()).url, env: {} }));
});
