import { Module } from '@nestjs/common';
import { Database } from '../platform/database/index.js';
import { PasswordHasher } from './credentials/password-hasher.js';
import { RefreshTokens } from './credentials/refresh-tokens.js';
import { Tokens } from './credentials/tokens.js';
import { AdminUsersController } from './edge/admin-users.controller.js';
import { AuthController } from './edge/auth.controller.js';
import { RefreshCookie } from './edge/refresh-cookie.js';
import { RecordSignInHistory } from './edge/record-sign-in-history.js';
import { UsersController } from './edge/users.controller.js';
import { IdentityApi } from './identity.api.js';
import { AccountLog } from './persistence/account-log.js';
import { AccountRepository } from './persistence/account.repository.js';
import { SessionReader } from './persistence/session-reader.js';
import { SessionRepository } from './persistence/session.repository.js';
import { SignInHistory } from './persistence/sign-in-history.js';
import { UserReader } from './persistence/user-reader.js';
import { ChangePasswordHandler } from './use-cases/change-password.js';
import { DisableAccountHandler } from './use-cases/disable-account.js';
import { EnableAccountHandler } from './use-cases/enable-account.js';
import { EndSessionHandler } from './use-cases/end-session.js';
import { FindUsersHandler } from './use-cases/find-users.js';
import { GetMeHandler } from './use-cases/get-me.js';
import { GetUserHandler } from './use-cases/get-user.js';
import { GetUsersHandler } from './use-cases/get-users.js';
import { IsFirstAccountHandler } from './use-cases/is-first-account.js';
import { ListAccountsHandler } from './use-cases/list-accounts.js';
import { ListSessionsHandler } from './use-cases/list-sessions.js';
import { ListSignInsHandler } from './use-cases/list-sign-ins.js';
import { RefreshSessionHandler } from './use-cases/refresh-session.js';
import { RegisterHandler } from './use-cases/register.js';
import { RevokeSessionsHandler } from './use-cases/revoke-sessions.js';
import { SessionStarter } from './use-cases/session-starter.js';
import { SignInHandler } from './use-cases/sign-in.js';
import { UpdateProfileHandler } from './use-cases/update-profile.js';

const useCases = [
  ChangePasswordHandler,
  DisableAccountHandler,
  EnableAccountHandler,
  EndSessionHandler,
  FindUsersHandler,
  GetMeHandler,
  GetUserHandler,
  GetUsersHandler,
  IsFirstAccountHandler,
  ListAccountsHandler,
  ListSessionsHandler,
  ListSignInsHandler,
  RefreshSessionHandler,
  RegisterHandler,
  RevokeSessionsHandler,
  SignInHandler,
  UpdateProfileHandler,
];

@Module({
  controllers: [AdminUsersController, AuthController, UsersController, RecordSignInHistory],
  providers: [
    { provide: RefreshTokens, inject: [Database], useFactory: (database: Database) => RefreshTokens.load(database) },
    PasswordHasher,
    Tokens,
    AccountLog,
    AccountRepository,
    SessionRepository,
    SessionReader,
    UserReader,
    SessionStarter,
    SignInHistory,
    IdentityApi,
    RefreshCookie,
    ...useCases,
  ],
  exports: [IdentityApi],
})
export class IdentityModule {}
