import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { SendInput, SendResult } from '../../contract/index.js';
import { GroupsApi, type Membership, visibleFrom } from '../../groups/index.js';
import { Standstill } from '../../platform/observability/index.js';
import { DomainError } from '../../shared/domain-error.js';
import { InOrder } from '../../shared/in-order.js';
import { fingerprint } from '../domain/fingerprint.js';
import { newMessage } from '../domain/message.js';
import { MessageBody } from '../domain/message-body.js';
import { ChangedMeanwhile, ClientMessageIdConflict, ConversationNotFound, ReplyTargetNotFound } from '../errors.js';
import { MessageReader } from '../persistence/message-reader.js';
import { type FirstAnswer, type MessageToSend, SentMessages } from '../persistence/sent-messages.js';
import { ResolveMentions } from './resolve-mentions.js';

/** Membership may change again while a send is decided anew; this often in a row means trouble. */
const TRIES = 5;

/** Says something in a conversation. Idempotent for ever by `clientMessageId`. */
export class SendMessage extends Command<SendResult> {
  constructor(
    readonly senderId: string,
    readonly input: SendInput,
  ) {
    super();
  }
}

@CommandHandler(SendMessage)
export class SendMessageHandler implements ICommandHandler<SendMessage> {
  /** Of one user in one conversation, up to the journal's queue. */
  private readonly inOrder = new InOrder();

  constructor(
    private readonly groups: GroupsApi,
    private readonly mentions: ResolveMentions,
    private readonly reader: MessageReader,
    private readonly sent: SentMessages,
    private readonly standstill: Standstill,
  ) {}

  async execute({ senderId, input }: SendMessage): Promise<SendResult> {
    const body = MessageBody.of(input.body);
    const { conversationId } = input;
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      // In an object: the next send of this user waits for this decision, not for this commit.
      const { answer } = await this.inOrder.run(conversationId + senderId, async () => {
        const message = await this.decide(senderId, body, input);
        // Another node may have refused the repeat since this was asked for.
        this.standstill.refuseStale();
        return { answer: 'same' in message ? message : this.sent.append(message) };
      });
      const result = await answer;
      if (result === 'no-stream') throw new ConversationNotFound();
      if (result !== 'stale') return answerOf(result);
      this.groups.refresh(conversationId);
    }
    throw new ChangedMeanwhile();
  }

  /**
   * The message to append. A refusal that comes from the state of things (no longer a member) does not hold for a repeat of
   * what is stored already: its sender is owed the first answer. What may be refused here must be refused by the append as
   * well once it is so, as membership is by `aclVersion`: a first attempt may still be on its way to the log.
   */
  private async decide(senderId: string, body: MessageBody, input: SendInput): Promise<MessageToSend | FirstAnswer> {
    const { conversationId, clientMessageId, replyToSeq = null } = input;
    const print = fingerprint(clientMessageId, body.text, replyToSeq);
    try {
      const membership = await this.groups.membershipForAppend(conversationId, senderId);
      if (!membership) throw new ConversationNotFound();
      if (replyToSeq !== null) await this.mustExist(membership, replyToSeq);
      const data = newMessage(clientMessageId, body, replyToSeq, await this.mentions.in(body.text, membership));
      return { conversationId, senderId, aclVersion: membership.aclVersion, data, fingerprint: print };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const first = await this.sent.find(conversationId, senderId, clientMessageId, print);
      if (!first) throw error;
      return first;
    }
  }

  private async mustExist(membership: Membership, seq: number): Promise<void> {
    const { conversationId, aclVersion } = membership;
    const target = await this.reader.one({ conversationId, aclVersion, from: visibleFrom(membership) }, seq);
    // On a stale membership the append is refused too, and all is decided again. A deleted message can be answered: its
    // deletion does not change the membership, so refusing could refuse the repeat of an answer that is yet to be stored.
    if (target === null) throw new ReplyTargetNotFound();
  }
}

function answerOf({ id, seq, sentAt, same }: FirstAnswer): SendResult {
  if (!same) throw new ClientMessageIdConflict();
  return { id, seq, sentAt: new Date(sentAt).toISOString() };
}
