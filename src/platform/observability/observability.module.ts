import { Global, Module } from '@nestjs/common';
import { EventLoopMonitor } from './event-loop.js';
import { MetricsServer } from './metrics.js';
import { Standstill } from './standstill.js';

@Global()
@Module({ providers: [MetricsServer, EventLoopMonitor, Standstill], exports: [EventLoopMonitor, Standstill] })
export class ObservabilityModule {}
