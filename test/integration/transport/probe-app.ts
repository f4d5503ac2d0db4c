import { Controller, Inject, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { EntryType } from '../../../src/contract/index.js';
import { Config, ConfigModule } from '../../../src/platform/config/index.js';
import { Database, DatabaseModule, type Tx } from '../../../src/platform/database/index.js';
import { Journal, JournalModule } from '../../../src/platform/journal/index.js';
import { RelayModule } from '../../../src/platform/journal/relay/index.js';
import { configureLog, NestLogger } from '../../../src/platform/observability/index.js';
import { connectReactions, Reaction, TransportModule } from '../../../src/platform/transport/index.js';
import type { EventEnvelope } from '../../../src/shared/event-envelope.js';
import { newId } from '../../../src/shared/ids.js';

/** What the probe's reactions do to a record; a test may change it while records flow. */
export interface Behaviour {
  before: (consumer: string, envelope: EventEnvelope) => Promise<void> | void;
}
const BEHAVIOUR = Symbol('BEHAVIOUR');

/** Each effect is a row without a key: doing it twice shows. */
@Controller()
class Probe {
  constructor(@Inject(BEHAVIOUR) private readonly behaviour: Behaviour) {}

  @Reaction({ consumer: 'probe.wide', on: ['messaging.message-sent.v1', 'groups.title-changed.v1'] })
  async wide(envelope: EventEnvelope, tx: Tx): Promise<void> {
    await this.effect('probe.wide', envelope, tx);
  }

  @Reaction({ consumer: 'probe.narrow', on: ['messaging.message-sent.v1'] })
  async narrow(envelope: EventEnvelope, tx: Tx): Promise<void> {
    await this.effect('probe.narrow', envelope, tx);
  }

  private async effect(consumer: string, envelope: EventEnvelope, tx: Tx): Promise<void> {
    await tx.query('INSERT INTO probe_effects (consumer, stream_id, seq) VALUES ($1, $2, $3)', [
      consumer,
      envelope.subject,
      Number(envelope.sequence),
    ]);
    await this.behaviour.before(consumer, envelope);
  }
}

export interface ProbeApp {
  app: NestFastifyApplication;
  database: Database;
  behaviour: Behaviour;
  open(): Promise<string>;
  append(streamId: string, type: EntryType, payload: object): Promise<number>;
  /** Numbers in the order in which their effects were committed. */
  effects(consumer: string, streamId: string): Promise<number[]>;
  outboxEmpty(): Promise<boolean>;
  close(): Promise<void>;
}

export async function probeApp(env: Record<string, string>): Promise<ProbeApp> {
  const config = Config.from(env);
  configureLog('silent', 'json');
  const behaviour: Behaviour = { before: () => undefined };
  @Module({ controllers: [Probe], providers: [{ provide: BEHAVIOUR, useValue: behaviour }] })
  class ProbeModule {}
  const imports = [ConfigModule.with(config), DatabaseModule, JournalModule, TransportModule, RelayModule, ProbeModule];
  const module = await Test.createTestingModule({ imports }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: new NestLogger() });
  await connectReactions(app);
  const database = app.get(Database);
  await database.hot.query(`CREATE TABLE IF NOT EXISTS probe_effects
    (n bigint GENERATED ALWAYS AS IDENTITY, consumer text, stream_id uuid, seq bigint)`);
  await app.init();
  return {
    app,
    database,
    behaviour,
    ...writing(app.get(Journal), database),
    ...reading(database),
    close: () => app.close(),
  };
}

function writing(journal: Journal, database: Database) {
  const lane = journal.lane(null);
  return {
    open: async () => {
      const id = newId();
      await database.transaction((tx) => journal.open(tx, 'conversation', id));
      return id;
    },
    append: async (streamId: string, type: EntryType, payload: object) => {
      const actorId = '00000000-0000-7000-8000-000000000001';
      const result = await lane.append({ kind: 'conversation', streamId, type, actorId, payload, aclVersion: null });
      if (result.status !== 'appended') throw new Error(result.status);
      return result.entry.seq;
    },
  };
}

function reading(database: Database) {
  return {
    effects: async (consumer: string, streamId: string) => {
      const { rows } = await database.hot.query<{ seq: number }>(
        'SELECT seq FROM probe_effects WHERE consumer = $1 AND stream_id = $2 ORDER BY n',
        [consumer, streamId],
      );
      return rows.map((r) => r.seq);
    },
    outboxEmpty: async () => (await database.hot.query('SELECT 1 FROM outbox LIMIT 1')).rowCount === 0,
  };
}
