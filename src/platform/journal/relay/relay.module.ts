import { Module } from '@nestjs/common';
import { Relay } from './relay.js';

/** Needs an EventPublisher: the transport's. */
@Module({ providers: [Relay] })
export class RelayModule {}
