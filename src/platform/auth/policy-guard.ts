import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { addressKey, type HeaderTarget, HttpRateLimits, type RateLimitRule, ROUTE_LIMIT } from '../rate-limit/index.js';
import { log } from '../observability/log.js';
import { AccessTokens } from './access-tokens.js';
import { Forbidden, Unauthenticated } from './errors.js';
import { POLICY, type PolicyName } from './policy.js';
import type { AuthenticatedRequest, Principal } from './principal.js';

interface Request extends AuthenticatedRequest {
  headers: { authorization?: string };
  ip: string;
}

/**
 * The one guard of all HTTP routes: who is it, not too often, may they. The token comes from the `Authorization` header
 * alone, never from the URL. Nest does not bind global guards to gateways: sockets are signed in at their handshake by
 * platform/realtime.
 */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
    private readonly limits: HttpRateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const reply = context.switchToHttp().getResponse<HeaderTarget>();
    const policy = this.policyOf(context);
    const principal = policy === 'public' ? undefined : await this.principalOf(request);
    await this.limit(context, reply, request, principal);
    if (policy === 'public') return true;
    if (!principal) {
      reply.header('WWW-Authenticate', 'Bearer');
      throw new Unauthenticated();
    }
    request.principal = principal;
    if (policy === 'admin' && !principal.isAdmin) throw new Forbidden();
    return true;
  }

  private policyOf(context: ExecutionContext): PolicyName {
    const policy = this.metadata<PolicyName>(POLICY, context);
    if (policy) return policy;
    log.error(
      { route: `${context.getClass().name}.${context.getHandler().name}` },
      'refused: this route has no policy',
    );
    throw new Forbidden();
  }

  private async limit(context: ExecutionContext, reply: HeaderTarget, request: Request, principal?: Principal) {
    const own = this.metadata<RateLimitRule | 'none'>(ROUTE_LIMIT, context);
    if (own === 'none') return;
    const address = addressKey(request.ip);
    await this.limits.consume(reply, 'request', principal?.userId ?? address);
    if (own) await this.limits.consume(reply, own, address);
  }

  private async principalOf(request: Request): Promise<Principal | undefined> {
    const token = /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return undefined;
    return this.tokens.verify(token).catch((error: unknown) => {
      // Anything else says nothing about the token: whoever is told 401 signs out.
      if (error instanceof Unauthenticated) return undefined;
      throw error;
    });
  }

  private metadata<T>(key: string, context: ExecutionContext): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(key, [context.getHandler(), context.getClass()]);
  }
}
