import { QueryBus } from '@nestjs/cqrs';
import { WebSocketGateway } from '@nestjs/websockets';
import type { RangeResult, ResumeResult } from '../../contract/index.js';
import { Policy } from '../../platform/auth/index.js';
import { Answer, ClientEvent, Connection, RawJson, Realtime } from '../../platform/realtime/index.js';
import { GetRange } from '../use-cases/get-range.js';
import { Resume } from '../use-cases/resume.js';
import { RangeEvent, ResumeBody } from './sync.bodies.js';

@WebSocketGateway()
@Policy('user')
export class SyncGateway {
  constructor(
    private readonly queries: QueryBus,
    private readonly realtime: Realtime,
  ) {}

  /** Register, read, release: what commits while this is read is held, and goes out right after the answer. */
  @ClientEvent('sync.resume', ResumeBody)
  async resume(connection: Connection, input: ResumeBody): Promise<Answer<ResumeResult>> {
    await this.realtime.register(connection);
    const { json, upTo } = await this.queries.execute(new Resume(connection.userId, input));
    return new Answer<ResumeResult>(new RawJson(json), () => this.realtime.release(connection, upTo));
  }

  @ClientEvent('sync.range', RangeEvent)
  async range({ userId }: Connection, input: RangeEvent): Promise<Answer<RangeResult>> {
    return new Answer<RangeResult>(new RawJson(await this.queries.execute(new GetRange(userId, input))));
  }
}
