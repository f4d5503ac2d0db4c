/**
 * `/health/live`, `/health/ready`, and for the administrator `/v1/admin/health`. Ready = accepting work, database answers, event
 * loop on time. Redis and Kafka are left out on purpose: a node without them still keeps every promise, only later.
 */
import { Global, Module } from '@nestjs/common';
import { AdminHealthController } from './admin-health.controller.js';
import { DeploymentHealth } from './deployment-health.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

export { Readiness };

/** This node: needs nothing but the database. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [Readiness],
  exports: [Readiness],
})
export class HealthModule {}

/** The whole deployment, as the administrator sees it: asks every part. */
@Module({ controllers: [AdminHealthController], providers: [DeploymentHealth] })
export class DeploymentHealthModule {}
