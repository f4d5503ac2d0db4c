import { SetMetadata } from '@nestjs/common';

/** Who may call a route or a socket handler. Every one must say so; a test walks them all. */
export type PolicyName = 'public' | 'user' | 'admin';

export const POLICY = 'parley:policy';

/** On a controller, a gateway or one of its methods; the method's own wins. */
export const Policy = (name: PolicyName): MethodDecorator & ClassDecorator => SetMetadata(POLICY, name);
