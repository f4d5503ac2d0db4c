import { Global, Module } from '@nestjs/common';
import { EventPublisher } from '../journal/relay/index.js';
import { DeadLetterDesk } from './dead-letter-desk.js';
import { EventTransport } from './event-transport.js';
import { LocalTransport } from './local/local-transport.js';
import { ReactionRunner } from './reaction-runner.js';
import { ReactionServer } from './reaction-server.js';

@Global()
@Module({
  providers: [
    ReactionRunner,
    {
      provide: EventTransport,
      inject: [ReactionRunner],
      useFactory: (runner: ReactionRunner) => new LocalTransport(runner),
    },
    { provide: EventPublisher, useExisting: EventTransport },
    DeadLetterDesk,
    ReactionServer,
  ],
  exports: [EventPublisher, ReactionServer],
})
export class TransportModule {}
