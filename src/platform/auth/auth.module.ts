import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { Database } from '../database/database.js';
import { AccessTokens } from './access-tokens.js';
import { JwksController } from './jwks.controller.js';
import { PolicyGuard } from './policy-guard.js';
import { RevokedSessions } from './revoked-sessions.js';
import { SigningKeys } from './signing-keys.js';
import { TokenKeys } from './token-keys.js';

@Module({
  providers: [
    { provide: SigningKeys, inject: [Database], useFactory: (database: Database) => SigningKeys.load(database) },
    TokenKeys,
  ],
  exports: [SigningKeys, TokenKeys],
})
class KeysModule {}

@Global()
@Module({
  imports: [
    KeysModule,
    JwtModule.registerAsync({
      imports: [KeysModule],
      inject: [TokenKeys],
      useFactory: (keys: TokenKeys) => keys.jwtOptions(),
    }),
  ],
  controllers: [JwksController],
  providers: [AccessTokens, RevokedSessions, { provide: APP_GUARD, useClass: PolicyGuard }],
  exports: [AccessTokens, RevokedSessions],
})
export class AuthModule {}
