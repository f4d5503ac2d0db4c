import { createRequire } from 'node:module';
import { type ISocketFactory, Kafka, type KafkaConfig, type LogEntry, logLevel, type SASLOptions } from 'kafkajs';
import type { Config } from '../../config/index.js';
import { log } from '../../observability/index.js';

/** Said at each rebalance, reconnect and first start, and meaning nothing: our own lines tell when something is wrong. */
const NOISE =
  /rebalanc|coordinator|aware of this member|does not host this topic|Topic creation errors|Connection (error|timeout)|ECONN/i;

interface RequestQueuePrototype {
  pending: unknown[];
  scheduleCheckPendingRequests: () => void;
}

const require = createRequire(import.meta.url);
const plainSocket = (require('kafkajs/src/network/socketFactory.js') as () => ISocketFactory)();

/** An idle kafkajs client re-arms a timer every millisecond, about 4 % of a core each; with nothing pending there is no need. */
function quietIdleTimer(): void {
  const { prototype } = require('kafkajs/src/network/requestQueue/index.js') as { prototype: RequestQueuePrototype };
  const original = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueuePrototype) {
    if (this.pending.length > 0) original.call(this);
  };
}
quietIdleTimer();

/**
 * Builds clients; each has connections of its own, so that one that went wrong can be thrown away. Where `mayWrite` is false, what
 * the client is about to write is not written, and the connection ends: the last moment in which this process can know.
 */
export function kafkaFrom(config: Config, mayWrite?: () => boolean): Kafka {
  return new Kafka({
    clientId: config.get('KAFKA_PREFIX'),
    brokers: [...config.get('KAFKA_BROKERS')],
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 },
    logLevel: logLevel.INFO,
    logCreator: () => toOurLog,
    ...security(config),
    ...(mayWrite ? { socketFactory: guarded(mayWrite) } : {}),
  });
}

function guarded(mayWrite: () => boolean): ISocketFactory {
  return (to) => {
    const socket = plainSocket(to);
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
    socket.write = (...args: unknown[]): boolean => {
      if (mayWrite()) return write(...args);
      socket.destroy(new Error('too late to be written'));
      return false;
    };
    return socket;
  };
}

function security(config: Config): Pick<KafkaConfig, 'ssl' | 'sasl'> {
  const mechanism = config.get('KAFKA_SASL');
  const sasl = {
    mechanism,
    username: config.get('KAFKA_USERNAME') ?? '',
    password: config.get('KAFKA_PASSWORD') ?? '',
  } as SASLOptions;
  return { ssl: config.get('KAFKA_TLS'), ...(mechanism === 'none' ? {} : { sasl }) };
}

function toOurLog({ level, log: { message, ...details } }: LogEntry): void {
  const text = String(details['error'] ?? message);
  if (level === logLevel.ERROR && !NOISE.test(text))
    log.warn({ kafka: message, error: details['error'] }, 'kafka client');
  else log.debug({ kafka: message, error: details['error'] }, 'kafka client');
}
