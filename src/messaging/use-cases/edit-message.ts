import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { NO_MENTIONS } from '../domain/mentions.js';
import { MessageBody } from '../domain/message-body.js';
import { ChangeMessage, type MessageAddress } from './change-message.js';

/** Gives one's own message another text. The same text again is no new version. */
export class EditMessage extends Command<{ seq: number; version: number }> {
  constructor(
    readonly userId: string,
    readonly target: MessageAddress,
    readonly body: string,
  ) {
    super();
  }
}

@CommandHandler(EditMessage)
export class EditMessageHandler implements ICommandHandler<EditMessage> {
  constructor(private readonly change: ChangeMessage) {}

  async execute({ userId, target, body }: EditMessage): Promise<{ seq: number; version: number }> {
    const text = MessageBody.of(body);
    const { message } = await this.change.by(userId, target, (m) => m.edit(userId, text, NO_MENTIONS));
    return { seq: target.seq, version: message.version };
  }
}
