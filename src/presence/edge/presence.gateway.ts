import { QueryBus } from '@nestjs/cqrs';
import { WebSocketGateway } from '@nestjs/websockets';
import type { ClientEvents } from '../../contract/index.js';
import { Policy } from '../../platform/auth/index.js';
import { ClientEvent, Connection } from '../../platform/realtime/index.js';
import { GetPresence } from '../use-cases/get-presence.js';
import { KeepLeases } from '../use-cases/keep-leases.js';
import { Typists } from '../use-cases/typists.js';
import { GetPresenceBody, SetPresenceBody, TypingBody } from './bodies.js';

@WebSocketGateway()
@Policy('user')
export class PresenceGateway {
  constructor(
    private readonly queries: QueryBus,
    private readonly leases: KeepLeases,
    private readonly typists: Typists,
  ) {}

  @ClientEvent('presence.set', SetPresenceBody)
  async set({ userId, deviceId, id }: Connection, { status }: SetPresenceBody): Promise<Record<string, never>> {
    await this.leases.setAway(userId, deviceId, id, status === 'away');
    return {};
  }

  @ClientEvent('presence.get', GetPresenceBody)
  async get({ userId }: Connection, { userIds }: GetPresenceBody): Promise<ClientEvents['presence.get']['out']> {
    return { presence: await this.queries.execute(new GetPresence(userId, userIds)) };
  }

  @ClientEvent('typing.start', TypingBody, { limit: 'notice' })
  async startTyping({ userId, id }: Connection, { conversationId }: TypingBody): Promise<Record<string, never>> {
    await this.typists.start(id, userId, conversationId);
    return {};
  }

  @ClientEvent('typing.stop', TypingBody, { limit: 'notice' })
  async stopTyping({ userId, id }: Connection, { conversationId }: TypingBody): Promise<Record<string, never>> {
    await this.typists.mustBeMember(userId, conversationId);
    this.typists.stop(id, conversationId);
    return {};
  }
}
