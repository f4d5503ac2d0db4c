import { Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DeadLetterView, Page } from '../../contract/index.js';
import { decodeCursor, encodeCursor } from '../../shared/cursor.js';
import { isId } from '../../shared/ids.js';
import { CurrentUser, Policy, type Principal } from '../auth/index.js';
import { Database } from '../database/index.js';
import { ApiProblems, PlatformError } from '../errors/index.js';
import { IdParam } from '../http/id-param.js';
import { log } from '../observability/index.js';
import { discardDeadLetters, type ListedDeadLetter, listDeadLetters, requestReplay } from './dead-letter-commands.js';
import { DeadLetterPageOut, DeadLettersQuery } from './dead-letters.views.js';

/** What the commands do, for the administrator's page. Entries are named and not shown: they may be others' messages. */
@ApiTags('admin')
@Policy('admin')
@ApiProblems({ 401: ['platform.unauthenticated'], 403: ['platform.forbidden'] })
@Controller('v1/admin/dead-letters')
export class DeadLettersController {
  constructor(private readonly database: Database) {}

  @Get()
  @ApiOperation({ summary: 'Entries that a consumer gave up on, newest first (administrator)' })
  @ApiOkResponse({ type: DeadLetterPageOut })
  async list(@Query() { consumer, limit, cursor }: DeadLettersQuery): Promise<Page<DeadLetterView>> {
    const before = beforeOf(cursor);
    const found = await this.database.transaction((tx) => listDeadLetters(tx, { consumer, before }, limit + 1));
    const items = found.slice(0, limit).map(viewOf);
    return found.length > limit ? { items, nextCursor: encodeCursor([items.at(-1)!.id]) } : { items };
  }

  @Post(':id/replay')
  @HttpCode(204)
  @ApiOperation({ summary: 'Have the reaction run once more, within a second, on a node that has it (administrator)' })
  @ApiNoContentResponse({ description: 'It leaves the list when it succeeds, and has the new error when it does not.' })
  @ApiProblems({ 404: ['platform.not_found'] })
  async replay(@CurrentUser() { userId }: Principal, @IdParam('id') id: string): Promise<void> {
    const asked = await this.database.transaction((tx) => requestReplay(tx, { ids: [id] }));
    if (asked.length === 0) throw new PlatformError('platform.not_found');
    log.warn({ audit: 'transport.dead-letter-replay', id, byUserId: userId }, 'dead letter replay requested');
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Give an entry up: its reaction will never run (administrator)' })
  @ApiNoContentResponse()
  @ApiProblems({ 404: ['platform.not_found'] })
  async discard(@CurrentUser() { userId }: Principal, @IdParam('id') id: string): Promise<void> {
    const [gone] = await this.database.transaction((tx) => discardDeadLetters(tx, { ids: [id] }));
    if (!gone) throw new PlatformError('platform.not_found');
    log.warn({ audit: 'transport.dead-letter-discarded', ...gone, byUserId: userId }, 'dead letter discarded');
  }
}

function beforeOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const [id] = decodeCursor(cursor, 1) ?? [];
  const error = { pointer: '/cursor', rule: 'cursor', detail: 'not a cursor of this list' };
  if (!isId(id)) throw new PlatformError('platform.validation', undefined, [error]);
  return id;
}

function viewOf(letter: ListedDeadLetter): DeadLetterView {
  const { id, consumer, type, stream_id: streamId, seq, error, attempts } = letter;
  const [diedAt, requested] = [letter.died_at.toISOString(), letter.replay_requested_at?.toISOString() ?? null];
  return { id, consumer, type, streamId, seq, error, attempts, diedAt, replayRequestedAt: requested };
}
