import { Counter } from 'prom-client';
import { metrics } from '../observability/metrics.js';

const registers = [metrics];
const labelNames = ['consumer'] as const;

export const handled = new Counter({
  name: 'parley_reactions_total',
  help: 'Effects committed',
  labelNames,
  registers,
});
export const holesRead = new Counter({
  name: 'parley_reaction_holes_total',
  help: 'Ranges that a consumer read from the log because no record brought them',
  labelNames,
  registers,
});
export const deadLettered = new Counter({
  name: 'parley_dead_letters_total',
  help: 'Entries set aside after the last attempt',
  labelNames,
  registers,
});
export const consumerRestarts = new Counter({
  name: 'parley_consumer_restarts_total',
  help: 'Consumers built anew, after a crash or by the watchdog',
  labelNames,
  registers,
});
