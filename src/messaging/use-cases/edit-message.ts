import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MessageBody } from '../domain/message-body.js';
import { ChangeMessage, type MessageAddress } from './change-message.js';
import { ResolveMentions } from './resolve-mentions.js';

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
  constructor(
    private readonly change: ChangeMessage,
    private readonly mentions: ResolveMentions,
  ) {}

  async execute({ userId, target, body }: EditMessage): Promise<{ seq: number; version: number }> {
    const text = MessageBody.of(body);
    const { message } = await this.change.by(userId, target, async (message, membership) =>
      message.edit(userId, text, await this.mentions.in(body, membership)),
    );
    return { seq: target.seq, version: message.version };
  }
}
