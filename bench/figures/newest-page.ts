import { Redis as RedisClient } from 'ioredis';
import pg from 'pg';
import { MessageReader } from '../../src/messaging/persistence/message-reader.js';
import { Database, dataSourceFor, migrate } from '../../src/platform/database/index.js';
import { JournalReader, shardOf } from '../../src/platform/journal/index.js';
import { newId } from '../../src/shared/ids.js';
import { Histogram } from '../lib/histogram.js';
import { treeCpuSeconds } from '../lib/proc.js';
import { ThrowAwayRedis } from '../lib/redis.js';
import { type Context, type Figure, ratio, type Sample, type Side } from './figure.js';

const CONVERSATIONS = 200;
const MESSAGES = 1_000;
const PAGE = 50;
const READERS = 20;

const FILL_STREAM = `INSERT INTO streams (shard, stream_id, kind, last_seq) VALUES ($1, $2, 'conversation', $3)`;
const FILL_MESSAGES = `
  INSERT INTO messages (shard, conversation_id, seq, message_id, sender_id, client_message_id, body, mentions, mentions_all, sent_at)
  SELECT $1, $2, n, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), repeat('x', 200), '{}', false, now()
  FROM generate_series(1, $3) n`;

interface Store {
  database: Database;
  conversations: string[];
  close(): Promise<void>;
}

async function filledStore(url: string): Promise<Store> {
  await migrate(url);
  const source = await dataSourceFor(url, 2).initialize();
  const hot = new pg.Pool({ connectionString: url, max: 10 });
  const conversations = Array.from({ length: CONVERSATIONS }, () => newId());
  for (const id of conversations) {
    await hot.query(FILL_STREAM, [shardOf(id), id, MESSAGES]);
    await hot.query(FILL_MESSAGES, [shardOf(id), id, MESSAGES]);
  }
  await hot.query('VACUUM ANALYZE messages, streams');
  const close = async (): Promise<void> => {
    await hot.end();
    await source.destroy();
  };
  return { database: new Database(source, hot), conversations, close };
}

/** Twenty readers open one conversation after another; what is counted is one newest page, parsed. */
abstract class PageSide implements Side {
  protected store!: Store;

  constructor(
    readonly name: string,
    private readonly url: string,
    private readonly context: Context,
  ) {}

  protected abstract open(conversationId: string): Promise<number>;

  async start(): Promise<void> {
    this.store = await filledStore(this.url);
  }

  async window(): Promise<Sample> {
    const { postgres, times } = this.context;
    const latency = new Histogram();
    const faults: string[] = [];
    const before = treeCpuSeconds(postgres.pids);
    const end = performance.now() + times.seconds * 1000;
    const reader = async (n: number): Promise<void> => {
      for (let i = n; performance.now() < end; i += READERS) {
        const start = performance.now();
        const got = await this.open(this.store.conversations[i % CONVERSATIONS]!);
        latency.add(performance.now() - start);
        if (got !== PAGE) faults.push(`a page of ${got}`);
      }
    };
    await Promise.all(Array.from({ length: READERS }, (_, n) => reader(n)));
    const postgresMicros = ((treeCpuSeconds(postgres.pids) - before) * 1e6) / latency.count;
    return {
      values: { pagesPerSecond: latency.count / times.seconds, p50: latency.quantile(0.5), postgresMicros },
      faults,
    };
  }

  pids(): number[] {
    return [];
  }

  async stop(): Promise<void> {
    await this.store?.close();
  }
}

class FromPostgres extends PageSide {
  protected async open(conversationId: string): Promise<number> {
    const reader = new MessageReader(this.store.database);
    const window = { pivot: Number.MAX_SAFE_INTEGER, older: PAGE, newer: 0 };
    const page = await reader.page({ conversationId, aclVersion: 0, from: 1 }, window);
    return typeof page === 'symbol' ? -1 : page.messages.length;
  }
}

/** The cached page may be served only when its head is the log's head, which Postgres alone knows. */
class FromRedis extends PageSide {
  private readonly redis = new ThrowAwayRedis();
  private client: RedisClient | undefined;

  override async start(): Promise<void> {
    await super.start();
    this.client = new RedisClient(await this.redis.start(), { enableAutoPipelining: true });
    const reader = new MessageReader(this.store.database);
    for (const conversationId of this.store.conversations) {
      const page = await reader.page({ conversationId, aclVersion: 0, from: 1 }, { pivot: 1e9, older: PAGE, newer: 0 });
      if (typeof page === 'symbol') throw new Error('the page to cache is missing');
      await this.client.zadd(conversationId, ...page.messages.flatMap((m) => [m.seq, JSON.stringify(m)]));
    }
  }

  protected async open(conversationId: string): Promise<number> {
    const [head, cached] = await Promise.all([
      new JournalReader(this.store.database).head(conversationId),
      this.client!.zrange(conversationId, -PAGE, -1),
    ]);
    const messages = cached.map((json) => JSON.parse(json) as { seq: number });
    return messages.at(-1)?.seq === head?.lastSeq ? messages.length : -1;
  }

  override async stop(): Promise<void> {
    this.client?.disconnect();
    await this.redis.stop();
    await super.stop();
  }
}

export const newestPageFigure: Figure = {
  name: 'newest-page',
  title: 'opening a conversation: the newest 50 messages, 20 readers, from Postgres or from a page kept in Redis',
  cores: 'shared',
  sides: async (context) => [
    new FromPostgres('postgres', await context.postgres.createDatabase('newest_postgres'), context),
    new FromRedis('redis', await context.postgres.createDatabase('newest_redis'), context),
  ],
  rows: [
    {
      what: 'pages/s from Redis',
      partner: 'Postgres',
      compare: ratio('pagesPerSecond', 'redis', 'postgres'),
      unit: '×',
      better: 'higher',
      marks: {},
    },
    {
      what: 'p50 from Redis',
      partner: 'Postgres',
      compare: ratio('p50', 'redis', 'postgres'),
      unit: '×',
      better: 'lower',
      marks: {},
    },
    {
      what: 'Postgres CPU a page, with Redis',
      partner: 'Postgres',
      compare: ratio('postgresMicros', 'redis', 'postgres'),
      unit: '×',
      better: 'lower',
      marks: {},
    },
  ],
};
