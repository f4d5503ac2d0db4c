import { WebSocketGateway } from '@nestjs/websockets';
import type { ClientEvents } from '../../../contract/index.js';
import { AccessTokens, Policy, Unauthenticated } from '../../auth/index.js';
import { log } from '../../observability/log.js';
import { Connection } from '../connection/connection.js';
import { ClientEvent } from '../dispatch/client-event.js';
import { RefreshBody } from './refresh-body.js';

/** Renews a socket's token in band. */
@WebSocketGateway()
@Policy('user')
export class AuthGateway {
  constructor(private readonly tokens: AccessTokens) {}

  /** Only with a token of the same user and session: a socket never changes hands. */
  @ClientEvent('auth.refresh', RefreshBody)
  async refresh(connection: Connection, { token }: RefreshBody): Promise<ClientEvents['auth.refresh']['out']> {
    const principal = await this.tokens.verify(token);
    const { userId, sessionId } = connection.principal;
    if (principal.userId !== userId || principal.sessionId !== sessionId) {
      log.warn(
        { audit: 'realtime.foreign-token', socketId: connection.id, userId },
        'a socket offered the token of another session',
      );
      // After the refusal has been queued: `closing` follows it.
      setImmediate(() => connection.close('session_revoked'));
      throw new Unauthenticated().asAudited();
    }
    connection.principal = principal;
    connection.refreshAsked = false;
    return { expiresAt: principal.expiresAt.toISOString() };
  }
}
