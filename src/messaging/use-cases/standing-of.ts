import { Injectable } from '@nestjs/common';
import { type ConversationOfUser, GroupsApi } from '../../groups/index.js';
import { ChangedMeanwhile } from '../errors.js';
import { type ConversationState, ConversationStates } from '../persistence/conversation-states.js';

const TRIES = 5;

export type StandingInConversation = ConversationOfUser & ConversationState;

/** All conversations of a user with membership and state that belong together: two statements, however many they are. */
@Injectable()
export class StandingOf {
  constructor(
    private readonly groups: GroupsApi,
    private readonly states: ConversationStates,
  ) {}

  async inAll(userId: string): Promise<StandingInConversation[]> {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const memberships = await this.groups.conversationsOf(userId);
      const states = await this.states.of(userId, memberships);
      // One missing: its membership changed between the two statements.
      if (states.size === memberships.length)
        return memberships.map((m) => ({ ...m, ...states.get(m.conversationId)! }));
    }
    throw new ChangedMeanwhile();
  }
}
