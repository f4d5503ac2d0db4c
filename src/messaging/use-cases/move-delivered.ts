import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CursorView } from '../../contract/index.js';
import { CursorMoves } from './cursor-moves.js';

/** How far the user's devices have got. Frequent, so nothing is counted. */
export class MoveDelivered extends Command<CursorView> {
  constructor(
    readonly userId: string,
    readonly conversationId: string,
    readonly seq: number,
  ) {
    super();
  }
}

@CommandHandler(MoveDelivered)
export class MoveDeliveredHandler implements ICommandHandler<MoveDelivered> {
  constructor(private readonly moves: CursorMoves) {}

  async execute({ userId, conversationId, seq }: MoveDelivered): Promise<CursorView> {
    return (await this.moves.move(userId, conversationId, { deliveredSeq: seq })).cursor;
  }
}
