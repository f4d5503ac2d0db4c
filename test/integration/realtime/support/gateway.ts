import { WebSocketGateway } from '@nestjs/websockets';
import { IsInt, Max, Min } from 'class-validator';
import type { ResumeInput } from '../../../../src/contract/index.js';
import { Policy } from '../../../../src/platform/auth/index.js';
import { JournalReader, type StreamKind } from '../../../../src/platform/journal/index.js';
import {
  Answer,
  type AudienceSource,
  ClientEvent,
  Connection,
  Realtime,
} from '../../../../src/platform/realtime/index.js';
import {
  IsId,
  IsIdOrNull,
  IsOptional,
  IsPosition,
  IsPositions,
  IsText,
} from '../../../../src/platform/validation/index.js';

export class EchoBody {
  @IsId()
  conversationId!: string;

  @IsId()
  clientMessageId!: string;

  @IsText(1, 8_000)
  body!: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  replyToSeq?: number;
}

export class ConversationBody {
  @IsId()
  conversationId!: string;
}

export class ResumeBody implements ResumeInput {
  @IsIdOrNull()
  epoch!: string | null;

  @IsPosition()
  userSeq!: number;

  @IsPositions(1_000)
  conversations!: Record<string, number>;
}

/** Handlers that exercise the dispatch; events of the contract, so that the real client can be used. */
@WebSocketGateway()
@Policy('user')
export class TestGateway {
  constructor(
    private readonly realtime: Realtime,
    private readonly reader: JournalReader,
  ) {}

  /** What answers have to wait for, if anything. */
  held: Promise<void> | undefined;
  /** What a resume has to wait for before and when it has read, if anything. */
  resumeRegistered: (() => Promise<void>) | undefined;
  resumeRead: (() => Promise<void>) | undefined;
  audience!: AudienceSource;

  /** Acked no-op. */
  @ClientEvent('message.send', EchoBody, { limit: null })
  async send(_connection: Connection, body: EchoBody) {
    await this.held;
    return { id: body.clientMessageId, seq: 1, sentAt: '2026-01-01T00:00:00.000Z' };
  }

  @ClientEvent('message.delete', ConversationBody)
  throwNow(): never {
    throw new Error('secret text of a sync failure');
  }

  @ClientEvent('message.edit', ConversationBody)
  async throwLater(): Promise<never> {
    await Promise.resolve();
    throw new Error('secret text of an async failure');
  }

  @ClientEvent('reaction.add', ConversationBody)
  unserialisable(): object {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    return circle;
  }

  @ClientEvent('typing.start', ConversationBody)
  typing({ userId }: Connection, { conversationId }: ConversationBody) {
    this.realtime.ephemeral(conversationId, 'typing', { conversationId, userId, typing: true }, { exceptUser: userId });
    return {};
  }

  @Policy('admin')
  @ClientEvent('presence.set', ConversationBody)
  forAdmins() {
    return {};
  }

  /** Register, read, release; like the product it asks anew what the user belongs to. */
  @ClientEvent('sync.resume', ResumeBody, { limit: null })
  async resume(connection: Connection, body: ResumeBody) {
    await this.realtime.register(connection);
    await this.resumeRegistered?.();
    const { userId } = connection;
    const belongings = await this.audience.streamsOf(userId);
    const heads = await this.reader.heads([userId, ...belongings.map((b) => b.streamId)]);
    const upTo = new Map<string, number>();
    const events: Record<string, number[]> = {};
    const read = async (kind: StreamKind, streamId: string, from: number) => {
      const head = heads.get(streamId)?.lastSeq ?? 0;
      upTo.set(streamId, head);
      events[streamId] = (await this.reader.range(kind, streamId, from, head, 10_000)).map((e) => e.seq);
    };
    await read('user', userId, body.userSeq + 1);
    for (const { streamId, joinedSeq } of belongings)
      await read('conversation', streamId, Math.max((body.conversations[streamId] ?? 0) + 1, joinedSeq));
    await this.resumeRead?.();
    return new Answer({ events }, () => this.realtime.release(connection, upTo));
  }
}
