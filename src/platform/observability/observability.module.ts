import { Global, Module } from '@nestjs/common';
import { EventLoopMonitor } from './event-loop.js';
import { MetricsServer } from './metrics.js';

@Global()
@Module({ providers: [MetricsServer, EventLoopMonitor], exports: [EventLoopMonitor] })
export class ObservabilityModule {}
