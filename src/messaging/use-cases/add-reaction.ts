import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Emoji } from '../domain/emoji.js';
import { ChangeMessage, type MessageAddress } from './change-message.js';

/** Answers the number of the entry; null where the reaction was there already. */
export class AddReaction extends Command<{ seq: number | null }> {
  constructor(
    readonly userId: string,
    readonly target: MessageAddress,
    readonly emoji: string,
  ) {
    super();
  }
}

@CommandHandler(AddReaction)
export class AddReactionHandler implements ICommandHandler<AddReaction> {
  constructor(private readonly change: ChangeMessage) {}

  async execute({ userId, target, emoji }: AddReaction): Promise<{ seq: number | null }> {
    const reaction = Emoji.of(emoji);
    const { entry } = await this.change.by(userId, target, (message) => message.react(reaction));
    return { seq: entry?.seq ?? null };
  }
}
