import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { knownOrigins } from '../auth/known-origin.js';
import { Config } from '../config/index.js';
import { Database } from '../database/index.js';
import { REDIS, type RedisConnections } from '../redis/index.js';
import { Admission } from './adapter/admission.js';
import { SignIn } from './adapter/sign-in.js';
import { Bus } from './bus/bus.js';
import { LocalBus } from './bus/local-bus.js';
import { RedisBus } from './bus/redis-bus.js';
import { Silence } from './bus/silence.js';
import { Connections } from './connection/connections.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { Handlers } from './dispatch/handlers.js';
import { Drain } from './drain.js';
import { Realtime } from './realtime.js';
import { AuthGateway } from './sessions/auth.gateway.js';
import { Sweeper } from './sessions/sweeper.js';
import { DEFAULT_TIMINGS, REALTIME_TIMINGS } from './timings.js';

const admission = {
  provide: Admission,
  inject: [Config],
  useFactory: (config: Config) => {
    const made = new Admission(knownOrigins(config), config.get('TRUSTED_PROXIES'));
    if (!config.has('realtime')) made.close();
    return made;
  },
};
const connections = {
  provide: Connections,
  inject: [Config],
  useFactory: (config: Config) => new Connections(config.get('SOCKETS_PER_USER')),
};
const bus = {
  provide: Bus,
  inject: [Config, REDIS, Database],
  useFactory: (config: Config, redis: RedisConnections | null, database: Database) =>
    redis ? new RedisBus(redis, config.get('REDIS_PREFIX'), new Silence(database)) : new LocalBus(),
};

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    { provide: REALTIME_TIMINGS, useValue: DEFAULT_TIMINGS },
    admission,
    connections,
    bus,
    Handlers,
    Dispatcher,
    Realtime,
    SignIn,
    Sweeper,
    Drain,
    AuthGateway,
  ],
  exports: [Realtime, SignIn, Handlers, Connections, Admission, Bus, REALTIME_TIMINGS],
})
export class RealtimeModule {}
