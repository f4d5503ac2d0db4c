import { CommandBus } from '@nestjs/cqrs';
import { WebSocketGateway } from '@nestjs/websockets';
import type { ClientEventName, ClientEvents } from '../../contract/index.js';
import { Policy } from '../../platform/auth/index.js';
import { ClientEvent, Connection } from '../../platform/realtime/index.js';
import { AddReaction } from '../use-cases/add-reaction.js';
import { DeleteMessage } from '../use-cases/delete-message.js';
import { EditMessage } from '../use-cases/edit-message.js';
import { RemoveReaction } from '../use-cases/remove-reaction.js';
import { SendMessage } from '../use-cases/send-message.js';
import { EditEvent, NumberEvent, ReactionEvent, SendEvent } from './event.bodies.js';

type Out<E extends ClientEventName> = Promise<ClientEvents[E]['out']>;

@WebSocketGateway()
@Policy('user')
export class MessagesGateway {
  constructor(private readonly commands: CommandBus) {}

  @ClientEvent('message.send', SendEvent, { limit: 'send', appends: true })
  send({ userId }: Connection, body: SendEvent): Out<'message.send'> {
    return this.commands.execute(new SendMessage(userId, body));
  }

  @ClientEvent('message.edit', EditEvent)
  edit({ userId }: Connection, { body, ...target }: EditEvent): Out<'message.edit'> {
    return this.commands.execute(new EditMessage(userId, target, body));
  }

  @ClientEvent('message.delete', NumberEvent)
  delete({ userId }: Connection, target: NumberEvent): Out<'message.delete'> {
    return this.commands.execute(new DeleteMessage(userId, target));
  }

  @ClientEvent('reaction.add', ReactionEvent)
  react({ userId }: Connection, { emoji, ...target }: ReactionEvent): Out<'reaction.add'> {
    return this.commands.execute(new AddReaction(userId, target, emoji));
  }

  @ClientEvent('reaction.remove', ReactionEvent)
  unreact({ userId }: Connection, { emoji, ...target }: ReactionEvent): Out<'reaction.remove'> {
    return this.commands.execute(new RemoveReaction(userId, target, emoji));
  }
}
