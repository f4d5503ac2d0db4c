import { CommandBus } from '@nestjs/cqrs';
import { WebSocketGateway } from '@nestjs/websockets';
import type { CursorView } from '../../contract/index.js';
import { Policy } from '../../platform/auth/index.js';
import { ClientEvent, Connection } from '../../platform/realtime/index.js';
import { type Moved, MoveCursor } from '../use-cases/move-cursor.js';
import { MoveDelivered } from '../use-cases/move-delivered.js';
import { NumberEvent } from './event.bodies.js';

@WebSocketGateway()
@Policy('user')
export class ReceiptsGateway {
  constructor(private readonly commands: CommandBus) {}

  @ClientEvent('receipt.delivered', NumberEvent)
  delivered({ userId }: Connection, { conversationId, seq }: NumberEvent): Promise<CursorView> {
    return this.commands.execute(new MoveDelivered(userId, conversationId, seq));
  }

  @ClientEvent('receipt.read', NumberEvent)
  read({ userId }: Connection, { conversationId, seq }: NumberEvent): Promise<Moved> {
    return this.commands.execute(new MoveCursor(userId, conversationId, { readSeq: seq }));
  }
}
