import { Global, Module } from '@nestjs/common';
import { Config } from '../config/index.js';
import { EventPublisher } from '../journal/relay/index.js';
import { DeadLetterDesk } from './dead-letter-desk.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { EventTransport } from './event-transport.js';
import { KafkaTransport } from './kafka/kafka-transport.js';
import { LocalTransport } from './local/local-transport.js';
import { ReactionRunner } from './reaction-runner.js';
import { ReactionServer } from './reaction-server.js';

@Global()
@Module({
  controllers: [DeadLettersController],
  providers: [
    ReactionRunner,
    {
      provide: EventTransport,
      inject: [ReactionRunner, Config],
      useFactory: (runner: ReactionRunner, config: Config) =>
        config.get('KAFKA_BROKERS').length > 0 ? new KafkaTransport(runner, config) : new LocalTransport(runner),
    },
    { provide: EventPublisher, useExisting: EventTransport },
    DeadLetterDesk,
    ReactionServer,
  ],
  exports: [EventPublisher, EventTransport, ReactionServer],
})
export class TransportModule {}
