/**
 * The validated configuration, and the only reader of the environment. One table (`settings.ts`) holds name, type, default,
 * documentation and rule. Failure: all problems are listed at once, by name, and no value is ever printed.
 */
export * from './config.js';
export * from './config.module.js';
export * from './settings.js';
