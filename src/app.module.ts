import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { IdentityModule } from './identity/index.js';
import { GroupsModule } from './groups/index.js';
import { MessagingModule } from './messaging/index.js';
import { NotificationsModule } from './notifications/index.js';
import { PresenceModule } from './presence/index.js';
import { AuthModule } from './platform/auth/index.js';
import { type Config, ConfigModule } from './platform/config/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { DeploymentHealthModule, HealthModule } from './platform/health/index.js';
import { HttpModule } from './platform/http/index.js';
import { IdempotencyModule } from './platform/idempotency/index.js';
import { JournalModule } from './platform/journal/index.js';
import { RelayModule } from './platform/journal/relay/index.js';
import { ObservabilityModule } from './platform/observability/index.js';
import { RealtimeModule } from './platform/realtime/index.js';
import { RedisModule } from './platform/redis/index.js';
import { RateLimitModule } from './platform/rate-limit/index.js';
import { TransportModule } from './platform/transport/index.js';

/** The only list of modules. */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        CqrsModule.forRoot(),
        ObservabilityModule,
        DatabaseModule,
        JournalModule,
        RateLimitModule,
        AuthModule,
        RedisModule,
        RealtimeModule,
        IdempotencyModule,
        TransportModule,
        RelayModule,
        HealthModule,
        DeploymentHealthModule,
        HttpModule,
        IdentityModule,
        GroupsModule,
        PresenceModule,
        MessagingModule,
        NotificationsModule,
      ],
    };
  }
}
