import type { DeploymentHealthView, PartStatus } from '../../contract/index.js';
import { EventPublisher } from '../journal/relay/index.js';
import type { DeadLetter } from './dead-letters.js';
import type { Consumer } from './reaction.js';

export type TransportHealth = Pick<DeploymentHealthView, 'consumers'> & { status: PartStatus };

/** The two forms of the transport have this in common, and give the same guarantees. */
export abstract class EventTransport extends EventPublisher {
  /** Starts consuming. Must not wait for a broker: a node starts while Kafka is down. */
  abstract start(consumers: readonly Consumer[]): Promise<void>;

  /** Stops consuming; what is half done is taken up again elsewhere. */
  abstract stop(): Promise<void>;

  /** Whether it can be reached, and what waits for each consumer (null: nobody can tell). Never rejects. */
  abstract health(): Promise<TransportHealth>;

  /** Puts a dead letter where operators watch for it; the local form keeps it in the table alone. */
  abstract announce(letter: DeadLetter): Promise<void>;
}
