/** Logs, metrics and the event-loop watch. Failure: a metrics port that is taken costs metrics, never the start. */
export * from './event-loop.js';
export * from './log.js';
export * from './metrics.js';
export * from './nest-logger.js';
export * from './observability.module.js';
export * from './standstill.js';
