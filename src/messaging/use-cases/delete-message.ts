import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ChangeMessage, type MessageAddress } from './change-message.js';

/** Takes a message's content away for everybody; its number stays. Deleting twice is no error. */
export class DeleteMessage extends Command<{ seq: number }> {
  constructor(
    readonly userId: string,
    readonly target: MessageAddress,
  ) {
    super();
  }
}

@CommandHandler(DeleteMessage)
export class DeleteMessageHandler implements ICommandHandler<DeleteMessage> {
  constructor(private readonly change: ChangeMessage) {}

  async execute({ userId, target }: DeleteMessage): Promise<{ seq: number }> {
    await this.change.by(userId, target, (message, { role }) => message.delete(userId, role));
    return { seq: target.seq };
  }
}
