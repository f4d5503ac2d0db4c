import { applyDecorators, SetMetadata, type Type } from '@nestjs/common';
import { SubscribeMessage } from '@nestjs/websockets';
import type { ClientEventName } from '../../../contract/index.js';
import type { RateLimitRule } from '../../rate-limit/index.js';

export const CLIENT_EVENT = 'parley:client-event';

export interface ClientEventMetadata {
  event: ClientEventName;
  body: Type<object>;
  /** The rule each event consumes by the user's id; null: none but the flood guard. */
  limit: RateLimitRule | null;
  /** It appends through a lane: while that is full it is refused before anything else is spent on it. */
  appends: boolean;
}

/**
 * A gateway method that handles a client event: `(connection, body) => data | Promise<data>`. The body was checked against
 * its decorated class and is plain JSON data; what is returned (or an `Answer`) goes out as `{ok:true,data}`, what is
 * thrown as `{ok:false,error}`. Say who may call it with `@Policy`.
 */
export function ClientEvent(
  event: ClientEventName,
  body: Type<object>,
  options: { limit?: RateLimitRule | null; appends?: boolean } = {},
): MethodDecorator {
  const { limit = 'request', appends = false } = options;
  const metadata: ClientEventMetadata = { event, body, limit, appends };
  return applyDecorators(SubscribeMessage(event), SetMetadata(CLIENT_EVENT, metadata));
}
