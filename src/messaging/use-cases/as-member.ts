import { Injectable } from '@nestjs/common';
import { GroupsApi, type Membership, visibleFrom } from '../../groups/index.js';
import { ChangedMeanwhile, ConversationNotFound } from '../errors.js';
import { STALE, type Visible } from '../persistence/message-reader.js';

const TRIES = 5;

/**
 * Reads on the strength of a membership. It is taken from this node's memory, and the read itself proves in its own
 * snapshot that it is still the current one; otherwise it is looked up again.
 */
@Injectable()
export class AsMember {
  constructor(private readonly groups: GroupsApi) {}

  async read<T>(
    conversationId: string,
    userId: string,
    read: (visible: Visible, membership: Membership) => Promise<T | typeof STALE>,
  ): Promise<T> {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const membership = await this.groups.membershipForAppend(conversationId, userId);
      if (!membership) throw new ConversationNotFound();
      const { aclVersion } = membership;
      const answer = await read({ conversationId, aclVersion, from: visibleFrom(membership) }, membership);
      if (answer !== STALE) return answer;
      this.groups.refresh(conversationId);
    }
    throw new ChangedMeanwhile();
  }
}
