import { WebSocketGateway } from '@nestjs/websockets';
import { IsInt, Max, Min } from 'class-validator';
import type { ResumeInput } from '../../../../src/contract/index.js';
import { Policy } from '../../../../src/platform/auth/index.js';
import { JournalReader } from '../../../../src/platform/journal/index.js';
import { Answer, ClientEvent, Connection, Realtime } from '../../../../src/platform/realtime/index.js';
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
  /** What a resume has to wait for when it has read, if anything. */
  resumeRead: (() => Promise<void>) | undefined;

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

  /** Register, read, release. */
  @ClientEvent('sync.resume', ResumeBody, { limit: null })
  async resume(connection: Connection, body: ResumeBody) {
    const streams = await this.realtime.register(connection);
    const upTo = new Map<string, number>();
    const events: Record<string, number[]> = {};
    for (const { streamId, kind, joinedSeq } of streams) {
      const from = Math.max((kind === 'user' ? body.userSeq : (body.conversations[streamId] ?? 0)) + 1, joinedSeq);
      const range = await this.reader.range(kind, streamId, from, Number.MAX_SAFE_INTEGER, 10_000);
      upTo.set(streamId, range.at(-1)?.seq ?? from - 1);
      events[streamId] = range.map((e) => e.seq);
    }
    await this.resumeRead?.();
    return new Answer({ events }, () => this.realtime.release(connection, upTo));
  }
}
