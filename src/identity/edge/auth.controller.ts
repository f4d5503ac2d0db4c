import { Body, Controller, Delete, Get, Headers, HttpCode, Ip, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { EntryView, Page, SessionView, SignInView, TokensView } from '../../contract/index.js';
import { CurrentUser, Policy, type Principal } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/errors/index.js';
import { addressKey, RateLimit, RateLimits } from '../../platform/rate-limit/index.js';
import { deviceName } from '../domain/device-name.js';
import { InvalidRefreshToken } from '../errors.js';
import { ChangePassword } from '../use-cases/change-password.js';
import { EndSession } from '../use-cases/end-session.js';
import { IsFirstAccount } from '../use-cases/is-first-account.js';
import { ListSessions } from '../use-cases/list-sessions.js';
import { ListSignIns } from '../use-cases/list-sign-ins.js';
import { RefreshSession } from '../use-cases/refresh-session.js';
import { Register } from '../use-cases/register.js';
import { SignIn } from '../use-cases/sign-in.js';
import { ChangePasswordBody, IdParam, LoginBody, PageQuery, RefreshBody, RegisterBody } from './bodies.js';
import { RefreshCookie } from './refresh-cookie.js';
import { EntryViewSchema, SessionViewSchema, SignInPageSchema, TokensViewSchema } from './views.js';

@ApiTags('auth')
@Controller('v1/auth')
export class AuthController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly limits: RateLimits,
    private readonly cookie: RefreshCookie,
  ) {}

  @Get()
  @Policy('public')
  @ApiOperation({ summary: 'What awaits somebody who is not signed in' })
  @ApiOkResponse({ type: EntryViewSchema })
  @ApiProblems({ 403: ['identity.foreign_origin'] })
  async entry(@Res({ passthrough: true }) reply: FastifyReply): Promise<EntryView> {
    const keptSession = this.cookie.read(reply) !== undefined;
    return { firstAccount: await this.queries.execute(new IsFirstAccount()), keptSession };
  }

  @Post('register')
  @Policy('public')
  @RateLimit('register-address')
  @ApiOperation({ summary: 'Make an account and sign it in; the first one is the administrator' })
  @ApiCreatedResponse({ type: TokensViewSchema })
  @ApiProblems({
    400: [
      'identity.invalid_username',
      'identity.username_reserved',
      'identity.invalid_display_name',
      'identity.weak_password',
    ],
    403: ['identity.registration_closed', 'identity.foreign_origin'],
    409: ['identity.username_taken'],
    429: ['platform.rate_limited'],
  })
  async register(
    @Body() body: RegisterBody,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('user-agent') agent?: string,
  ): Promise<TokensView> {
    const { username, password, displayName, device, refreshIn } = body;
    if (refreshIn === 'cookie') this.cookie.admit(reply);
    const register = new Register(username, password, displayName, deviceName(device, agent));
    const tokens = await this.commands.execute(register);
    return refreshIn === 'cookie' ? this.cookie.keep(reply, tokens) : tokens;
  }

  @Post('login')
  @HttpCode(200)
  @Policy('public')
  @RateLimit('sign-in-address')
  @ApiOperation({ summary: 'Sign in on a device: begins a session' })
  @ApiOkResponse({ type: TokensViewSchema })
  @ApiProblems({
    401: ['identity.invalid_credentials'],
    403: ['identity.account_disabled', 'identity.foreign_origin'],
    429: ['platform.rate_limited'],
  })
  async login(
    @Body() body: LoginBody,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Ip() ip: string,
    @Headers('user-agent') agent?: string,
  ): Promise<TokensView> {
    const { username, password, device, refreshToken, refreshIn } = body;
    if (refreshIn === 'cookie') this.cookie.admit(reply);
    const known = refreshToken ?? this.cookie.read(reply);
    const tokens = await this.commands.execute(new SignIn(username, password, deviceName(device, agent), known));
    await this.limits.giveBack('sign-in-address', addressKey(ip));
    return refreshIn === 'cookie' ? this.cookie.keep(reply, tokens) : tokens;
  }

  @Post('refresh')
  @HttpCode(200)
  @Policy('public')
  @ApiOperation({
    summary: 'Exchange a refresh token for the next one',
    description:
      'Within 10 s the same token gets the same successor again, so that a lost answer can be asked for once more. Later use of a replaced token ends the session. Without a token in the body that of the cookie is taken, and the next one goes there.',
  })
  @ApiOkResponse({ type: TokensViewSchema })
  @ApiProblems({ 401: ['identity.invalid_refresh_token'], 403: ['identity.foreign_origin'] })
  async refresh(
    @Body() { refreshToken }: RefreshBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokensView> {
    if (refreshToken !== undefined) return this.commands.execute(new RefreshSession(refreshToken));
    try {
      const tokens = await this.commands.execute(new RefreshSession(this.cookie.read(reply) ?? ''));
      return this.cookie.keep(reply, tokens);
    } catch (error) {
      if (error instanceof InvalidRefreshToken) this.cookie.forget(reply);
      throw error;
    }
  }

  @Post('logout')
  @HttpCode(204)
  @Policy('user')
  @ApiOperation({ summary: 'End this session, its tokens and its sockets; its cookie is cleared' })
  @ApiNoContentResponse()
  @ApiProblems({ 401: ['platform.unauthenticated'], 403: ['identity.foreign_origin'] })
  async logout(@CurrentUser() me: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    this.cookie.forgetOf(reply, me.sessionId);
    await this.commands.execute(new EndSession(me.userId, me.sessionId));
  }

  @Post('password')
  @HttpCode(204)
  @Policy('user')
  @ApiOperation({ summary: 'Change the password; every other session ends' })
  @ApiNoContentResponse()
  @ApiProblems({
    400: ['identity.weak_password'],
    401: ['platform.unauthenticated'],
    403: ['identity.wrong_password'],
    429: ['platform.rate_limited'],
  })
  changePassword(@CurrentUser() me: Principal, @Body() body: ChangePasswordBody): Promise<void> {
    return this.commands.execute(new ChangePassword(me, body.currentPassword, body.newPassword));
  }

  @Get('sessions')
  @Policy('user')
  @ApiOperation({ summary: 'My live sessions, last used first' })
  @ApiOkResponse({ type: [SessionViewSchema] })
  @ApiProblems({ 401: ['platform.unauthenticated'] })
  sessions(@CurrentUser() me: Principal): Promise<SessionView[]> {
    return this.queries.execute(new ListSessions(me.userId, me.sessionId));
  }

  @Get('sign-ins')
  @Policy('user')
  @ApiOperation({ summary: 'My sign-in history, newest first: sign-ins, refusals, ends of sessions, new passwords' })
  @ApiOkResponse({ type: SignInPageSchema })
  @ApiProblems({ 400: ['identity.invalid_cursor'], 401: ['platform.unauthenticated'] })
  signIns(@CurrentUser() me: Principal, @Query() { limit, cursor }: PageQuery): Promise<Page<SignInView>> {
    return this.queries.execute(new ListSignIns(me.userId, limit, cursor));
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @Policy('user')
  @ApiOperation({ summary: 'End one of my sessions: its tokens at once, its sockets within 5 s on every node' })
  @ApiNoContentResponse()
  @ApiProblems({ 401: ['platform.unauthenticated'], 404: ['identity.session_not_found'] })
  endSession(@CurrentUser() me: Principal, @Param() { id }: IdParam): Promise<void> {
    return this.commands.execute(new EndSession(me.userId, id));
  }
}
