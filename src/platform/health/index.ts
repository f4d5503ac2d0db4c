/**
 * `/health/live` and `/health/ready`. Ready = accepting work, database answers, event loop on time. Redis and Kafka are
 * left out on purpose: a node without them still keeps every promise, only later.
 */
import { Global, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

export { Readiness };

@Global()
@Module({ controllers: [HealthController], providers: [Readiness], exports: [Readiness] })
export class HealthModule {}
