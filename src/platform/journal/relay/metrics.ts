import { Counter, Gauge, Histogram } from 'prom-client';
import { metrics } from '../../observability/metrics.js';

const registers = [metrics];

export const published = new Counter({
  name: 'parley_relay_published_total',
  help: 'Outbox rows published and removed by this node',
  registers,
});
export const publishFailures = new Counter({
  name: 'parley_relay_failed_batches_total',
  help: 'Batches that could not be published and are tried again',
  registers,
});
export const buried = new Counter({
  name: 'parley_relay_dead_rows_total',
  help: 'Outbox rows set aside after the last attempt',
  registers,
});
export const heldShards = new Gauge({
  name: 'parley_relay_shards',
  help: 'Shards whose lease this node holds',
  registers,
});
export const oldestPending = new Gauge({
  name: 'parley_outbox_oldest_seconds',
  help: 'Age of the oldest outbox row of the whole deployment; 0: everything is published',
  registers,
});
export const lag = new Histogram({
  name: 'parley_relay_lag_seconds',
  help: 'From commit to published',
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60],
  registers,
});
