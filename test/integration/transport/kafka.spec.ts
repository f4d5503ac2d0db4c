import { freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix } from '../../support/parts.js';
import { describeGuarantees } from './guarantees.js';

await describeWith(['postgres', 'kafka'], 'over Kafka', (_, brokers) => {
  describeGuarantees('over Kafka', async () => ({
    DATABASE_URL: (await freshDatabase()).url,
    KAFKA_BROKERS: brokers,
    KAFKA_PREFIX: freshPrefix(),
    KAFKA_PARTITIONS: '4',
  }));
});
