import { Injectable } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { Config } from '../config/config.js';
import { DeadLetterDesk } from './dead-letter-desk.js';
import { EventTransport } from './event-transport.js';
import { consumersOf, REACTIONS } from './reaction.js';

/** The microservices strategy: collects the `@Reaction` methods and hands them to the transport, Kafka or local. */
@Injectable()
export class ReactionServer extends Server implements CustomTransportStrategy {
  override readonly transportId = REACTIONS;
  // A failed reaction is retried and told by the runner; Nest need not report it as well.
  override readonly propagatesEventHandlerErrors = true;

  constructor(
    private readonly transport: EventTransport,
    private readonly desk: DeadLetterDesk,
    private readonly config: Config,
  ) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    if (!this.config.has('consumers')) return callback();
    try {
      const consumers = consumersOf(this.messageHandlers, settled);
      this.desk.open(consumers);
      this.transport.start(consumers).then(() => callback(), callback);
    } catch (error) {
      callback(error);
    }
  }

  async close(): Promise<void> {
    await this.desk.close();
    await this.transport.stop();
  }

  on(): void {
    throw new Error('reactions have no transport events');
  }

  unwrap<T>(): T {
    return this.transport as T;
  }
}

async function settled(result: unknown): Promise<void> {
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}
