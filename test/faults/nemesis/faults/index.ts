import type { Fault } from '../fault.js';
import { f01 } from './f01-kill-a-node.js';
import { f02 } from './f02-kill-two-nodes.js';
import { f03 } from './f03-kill-all-nodes.js';
import { f04 } from './f04-node-frozen.js';
import { f05 } from './f05-rolling-restart.js';
import { f06 } from './f06-event-loop-blocked.js';
import { f07 } from './f07-heap-limit.js';
import { f08 } from './f08-no-descriptors.js';
import { f09 } from './f09-cores-hogged.js';
import { f10 } from './f10-newer-build-beside.js';
import { f11 } from './f11-redis-killed.js';
import { f12 } from './f12-redis-frozen.js';
import { f13 } from './f13-redis-slow.js';
import { f14 } from './f14-redis-resets.js';
import { f15 } from './f15-redis-flushed.js';
import { f16 } from './f16-redis-full.js';
import { f17 } from './f17-node-without-redis.js';
import { f18 } from './f18-kafka-down.js';
import { f19 } from './f19-broker-down.js';
import { f20 } from './f20-kafka-frozen.js';
import { f21 } from './f21-rebalances.js';
import { f22 } from './f22-poison.js';
import { f23 } from './f23-offsets-reset.js';
import { f24 } from './f24-kafka-lost.js';
import { f25 } from './f25-slow-consumer.js';
import { f26 } from './f26-postgres-killed.js';
import { f27 } from './f27-postgres-frozen.js';
import { f28 } from './f28-backends-terminated.js';
import { f29 } from './f29-no-slots.js';
import { f30 } from './f30-hot-row-locked.js';
import { f31 } from './f31-disk-full.js';
import { f32 } from './f32-answer-lost.js';
import { f33 } from './f33-deadlocks.js';
import { f34 } from './f34-restored.js';
import { f35 } from './f35-read-only.js';
import { f36 } from './f36-half-open.js';
import { f37 } from './f37-clients-reset.js';
import { f38 } from './f38-no-stickiness.js';
import { f39 } from './f39-reconnect-storm.js';
import { f40 } from './f40-node-without-postgres.js';
import { f41 } from './f41-bad-lines.js';
import { f42 } from './f42-clock-jumps.js';
import { f43 } from './f43-clocks-apart.js';
import { f44 } from './f44-clock-steps-back.js';
import { f47 } from './f47-relay-zombie.js';
import { f48 } from './f48-several.js';

/** Every fault that exists, by its number in guarantees.md. */
export const FAULTS: readonly Fault[] = [
  f01,
  f02,
  f03,
  f04,
  f05,
  f06,
  f07,
  f08,
  f09,
  f10,
  f11,
  f12,
  f13,
  f14,
  f15,
  f16,
  f17,
  f18,
  f19,
  f20,
  f21,
  f22,
  f23,
  f24,
  f25,
  f26,
  f27,
  f28,
  f29,
  f30,
  f31,
  f32,
  f33,
  f34,
  f35,
  f36,
  f37,
  f38,
  f39,
  f40,
  f41,
  f42,
  f43,
  f44,
  f47,
  f48,
];

/** Those of the quick set. */
export const QUICK = ['F01', 'F11', 'F18', 'F26', 'F32', 'F37'];
