import type { ICustomPartitioner, Message, RecordMetadata } from 'kafkajs';

/**
 * Remembers the partition of each message, to hold it against what the brokers acknowledged. kafkajs counts a batch as sent once
 * every broker has answered; a partition whose leadership moves between its tries to a broker that has answered already is never
 * sent there, and not missed.
 */
export class Acknowledged {
  private readonly partitions = new WeakMap<Message, number>();

  /** To be given to the producer in the place of `partitioner`. */
  watching(partitioner: ICustomPartitioner): ICustomPartitioner {
    return () => {
      const choose = partitioner();
      return (args) => {
        const partition = choose(args);
        this.partitions.set(args.message, partition);
        return partition;
      };
    };
  }

  /** @throws where no broker has acknowledged a message's partition: nothing can be said of the batch then. */
  verify(
    topics: ReadonlyArray<{ topic: string; messages: readonly Message[] }>,
    answer: readonly RecordMetadata[],
  ): void {
    const told = new Set(answer.map(({ topicName, partition }) => `${topicName}/${partition}`));
    for (const { topic, messages } of topics) {
      for (const message of messages) {
        const place = `${topic}/${this.partitions.get(message)}`;
        if (!told.has(place)) throw new Error(`no broker has acknowledged ${place}: its leader has moved`);
      }
    }
  }
}
