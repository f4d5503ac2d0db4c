import { freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix } from '../../support/parts.js';
import { describeInbox } from './inbox.js';

await describeWith(['postgres', 'kafka'], 'consumed from Kafka', (_, brokers) => {
  const env = { KAFKA_BROKERS: brokers, KAFKA_PREFIX: freshPrefix(), KAFKA_PARTITIONS: '3' };
  describeInbox('Kafka', async () => ({ url: (await freshDatabase()).url, env }));
});
