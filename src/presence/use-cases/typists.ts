import { Injectable } from '@nestjs/common';
import { TIMINGS } from '../../contract/index.js';
import { type CurrentMembership, GroupsApi } from '../../groups/index.js';
import { Realtime } from '../../platform/realtime/index.js';
import { ConversationNotFound } from '../errors.js';

/** Repeats within this time change nothing for viewers, who keep a typist for 6 s. */
const REPEAT_MS = 1_000;

interface Typing {
  conversationId: string;
  userId: string;
  aclVersion: number;
  toldAt: number;
  lapse: NodeJS.Timeout;
}

/**
 * Who is typing on this node's sockets. Told to the other live members of the conversation, stored nowhere, over when the
 * client says so, when its socket goes, or 6 s after its last word.
 */
@Injectable()
export class Typists {
  private readonly sockets = new Map<string, Map<string, Typing>>();

  constructor(
    private readonly groups: GroupsApi,
    private readonly realtime: Realtime,
  ) {}

  /** @throws ConversationNotFound for who is not a member now. */
  async mustBeMember(userId: string, conversationId: string): Promise<CurrentMembership> {
    const membership = await this.groups.membership(conversationId, userId);
    if (!membership) throw new ConversationNotFound();
    return membership;
  }

  /** @throws ConversationNotFound */
  async start(socketId: string, userId: string, conversationId: string): Promise<void> {
    const { aclVersion } = await this.mustBeMember(userId, conversationId);
    const typing = this.of(socketId).get(conversationId);
    clearTimeout(typing?.lapse);
    const lapse = setTimeout(() => this.stop(socketId, conversationId), TIMINGS.typingExpiresMs).unref();
    const now = Date.now();
    const repeated = typing !== undefined && Math.abs(now - typing.toldAt) < REPEAT_MS;
    const current = { conversationId, userId, aclVersion, toldAt: repeated ? typing.toldAt : now, lapse };
    this.of(socketId).set(conversationId, current);
    if (!repeated) this.tell(current, true);
  }

  stop(socketId: string, conversationId: string): void {
    const typing = this.sockets.get(socketId)?.get(conversationId);
    if (!typing) return;
    clearTimeout(typing.lapse);
    const rest = this.sockets.get(socketId)!;
    rest.delete(conversationId);
    if (rest.size === 0) this.sockets.delete(socketId);
    this.tell(typing, false);
  }

  /** The socket is gone. */
  forget(socketId: string): void {
    for (const conversationId of [...(this.sockets.get(socketId)?.keys() ?? [])]) this.stop(socketId, conversationId);
  }

  private of(socketId: string): Map<string, Typing> {
    const typing = this.sockets.get(socketId) ?? new Map<string, Typing>();
    this.sockets.set(socketId, typing);
    return typing;
  }

  private tell({ conversationId, userId, aclVersion }: Typing, typing: boolean): void {
    const payload = { conversationId, userId, typing };
    this.realtime.ephemeral(conversationId, 'typing', payload, { exceptUser: userId, aclVersion });
  }
}
