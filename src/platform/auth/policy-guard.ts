import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { log } from '../observability/log.js';
import { AccessTokens } from './access-tokens.js';
import { Forbidden, Unauthenticated } from './errors.js';
import { POLICY, type PolicyName } from './policy.js';
import type { AuthenticatedRequest, Principal } from './principal.js';

interface Request extends AuthenticatedRequest {
  headers: { authorization?: string };
  method: string;
}

/**
 * The one guard of all HTTP routes. The token comes from the `Authorization` header alone, never from the URL. Nest does
 * not bind global guards to gateways: sockets are signed in at their handshake by platform/realtime.
 */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const policy = this.policyOf(context);
    if (policy === 'public') return true;
    const principal = await this.authenticate(context, request);
    if (policy === 'admin' && !principal.isAdmin) throw new Forbidden();
    request.principal = principal;
    return true;
  }

  private policyOf(context: ExecutionContext): PolicyName {
    const policy = this.reflector.getAllAndOverride<PolicyName | undefined>(POLICY, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (policy) return policy;
    log.error(
      { route: `${context.getClass().name}.${context.getHandler().name}` },
      'refused: this route has no policy',
    );
    throw new Forbidden();
  }

  private async authenticate(context: ExecutionContext, request: Request): Promise<Principal> {
    try {
      return await this.tokens.verify(bearer(request.headers.authorization));
    } catch (error) {
      if (error instanceof Unauthenticated) {
        context
          .switchToHttp()
          .getResponse<{ header(name: string, value: string): void }>()
          .header('WWW-Authenticate', 'Bearer');
      }
      throw error;
    }
  }
}

function bearer(header: string | undefined): string | undefined {
  return /^Bearer ([^\s]+)$/i.exec(header ?? '')?.[1];
}
