import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** Who acts. Taken from a verified access token alone, never from anything else a request claims. */
export interface Principal {
  userId: string;
  sessionId: string;
  isAdmin: boolean;
  /** When the access token lapses. */
  expiresAt: Date;
}

/** The part of an HTTP request the guard fills in. */
export interface AuthenticatedRequest {
  principal?: Principal;
}

/** The signed-in caller of a route with policy `user` or `admin`. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new Error('@CurrentUser on a route whose policy is public');
  return principal;
});
