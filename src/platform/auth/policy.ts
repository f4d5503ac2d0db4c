import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';

/** public: anybody. user: a valid access token of a live session. admin: that of the deployment's administrator. */
export type PolicyName = 'public' | 'user' | 'admin';

export const POLICY = 'parley:policy';

/**
 * Who may come through this door. Every controller method (or its class) and every socket handler has one: a route
 * without is refused, and a test walks all of them. Finer rights (may this member edit?) are the use case's.
 */
export const Policy = (name: PolicyName): MethodDecorator & ClassDecorator =>
  // An empty requirement tells OpenAPI that this route wants no token, against the document's own rule.
  name === 'public' ? applyDecorators(SetMetadata(POLICY, name), ApiSecurity({})) : SetMetadata(POLICY, name);
