import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CursorView, UnreadView } from '../../contract/index.js';
import type { CurrentMembership } from '../../groups/index.js';
import { OutcomeUnknown } from '../../platform/database/index.js';
import { ChangedMeanwhile } from '../errors.js';
import { ConversationStates } from '../persistence/conversation-states.js';
import { CursorMoves } from './cursor-moves.js';

export type Moved = CursorView & { unread: UnreadView };

/** How far the user has got or read, answered with what is left unread. */
export class MoveCursor extends Command<Moved> {
  constructor(
    readonly userId: string,
    readonly conversationId: string,
    readonly to: Partial<CursorView>,
  ) {
    super();
  }
}

@CommandHandler(MoveCursor)
export class MoveCursorHandler implements ICommandHandler<MoveCursor> {
  constructor(
    private readonly moves: CursorMoves,
    private readonly states: ConversationStates,
  ) {}

  async execute({ userId, conversationId, to }: MoveCursor): Promise<Moved> {
    const { membership, cursor } = await this.moves.move(userId, conversationId, to);
    return this.standing(userId, membership).catch((error: Error) => {
      // The append is shared with others, and commits by itself: what follows cannot take the move back.
      throw cursor ? new OutcomeUnknown(error) : error;
    });
  }

  private async standing(userId: string, membership: CurrentMembership): Promise<Moved> {
    const state = (await this.states.of(userId, [membership])).get(membership.conversationId);
    if (!state) throw new ChangedMeanwhile();
    return { ...state.cursor, unread: state.unread };
  }
}
