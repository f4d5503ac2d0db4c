import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Emoji } from '../domain/emoji.js';
import { ChangeMessage, type MessageAddress } from './change-message.js';

/** Answers the number of the entry; null where it was not there. */
export class RemoveReaction extends Command<{ seq: number | null }> {
  constructor(
    readonly userId: string,
    readonly target: MessageAddress,
    readonly emoji: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveReaction)
export class RemoveReactionHandler implements ICommandHandler<RemoveReaction> {
  constructor(private readonly change: ChangeMessage) {}

  async execute({ userId, target, emoji }: RemoveReaction): Promise<{ seq: number | null }> {
    const reaction = Emoji.of(emoji);
    const { entry } = await this.change.by(userId, target, (message) => message.unreact(reaction));
    return { seq: entry?.seq ?? null };
  }
}
