import { Module } from '@nestjs/common';
import { GroupsModule } from '../groups/index.js';
import { Config } from '../platform/config/index.js';
import { REDIS, type RedisConnections } from '../platform/redis/index.js';
import { Clock, SteadyClock } from '../shared/clock.js';
import { FollowSockets } from './edge/follow-sockets.js';
import { PresenceController } from './edge/presence.controller.js';
import { PresenceGateway } from './edge/presence.gateway.js';
import { LastSeen } from './persistence/last-seen.js';
import { LeaseStore } from './persistence/lease-store.js';
import { MemoryLeaseStore } from './persistence/memory-lease-store.js';
import { RedisLeaseStore } from './persistence/redis-lease-store.js';
import { Statuses } from './persistence/statuses.js';
import { PresenceApi } from './presence.api.js';
import { AnnouncePresence } from './use-cases/announce-presence.js';
import { GetPresenceHandler } from './use-cases/get-presence.js';
import { KeepLeases } from './use-cases/keep-leases.js';
import { Typists } from './use-cases/typists.js';

const leaseStore = {
  provide: LeaseStore,
  inject: [Config, REDIS, Clock],
  useFactory: (config: Config, redis: RedisConnections | null, clock: Clock): LeaseStore =>
    redis ? new RedisLeaseStore(redis.command, config.get('REDIS_PREFIX')) : new MemoryLeaseStore(clock),
};

@Module({
  imports: [GroupsModule],
  controllers: [PresenceController],
  providers: [
    { provide: Clock, useClass: SteadyClock },
    leaseStore,
    LastSeen,
    Statuses,
    PresenceApi,
    AnnouncePresence,
    GetPresenceHandler,
    KeepLeases,
    Typists,
    FollowSockets,
    PresenceGateway,
  ],
  exports: [PresenceApi],
})
export class PresenceModule {}
