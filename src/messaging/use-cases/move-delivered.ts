import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CursorView } from '../../contract/index.js';
import { AT_START, fromJoining } from '../domain/cursor.js';
import { Pointers } from '../persistence/pointers.js';
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
  constructor(
    private readonly moves: CursorMoves,
    private readonly pointers: Pointers,
  ) {}

  async execute({ userId, conversationId, seq }: MoveDelivered): Promise<CursorView> {
    const { membership, cursor } = await this.moves.move(userId, conversationId, { deliveredSeq: seq });
    if (cursor) return cursor;
    const stands = (await this.pointers.ofMembers(conversationId, [userId])).get(userId);
    return fromJoining(stands ?? AT_START, membership.joinedSeq);
  }
}
