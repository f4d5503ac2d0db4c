import { QueryBus } from '@nestjs/cqrs';
import { WebSocketGateway } from '@nestjs/websockets';
import type { RangeResult, ResumeResult } from '../../contract/index.js';
import { Policy } from '../../platform/auth/index.js';
import { Config } from '../../platform/config/index.js';
import { Slots } from '../../platform/database/index.js';
import { PlatformError } from '../../platform/errors/index.js';
import { Answer, ClientEvent, Connection, RawJson, Realtime } from '../../platform/realtime/index.js';
import { GetRange } from '../use-cases/get-range.js';
import { Resume } from '../use-cases/resume.js';
import { RangeEvent, ResumeBody } from './sync.bodies.js';

/** Of a pool's connections' worth of resumes at a time; each asks for two things at once. More come back no sooner, and hold up those who send. */
const SHARE = 0.2;

@WebSocketGateway()
@Policy('user')
export class SyncGateway {
  /** Thousands come back at once after an outage. Asking all together, none would be answered in time, nor anybody who sends meanwhile. */
  private readonly turns: Slots;

  constructor(
    private readonly queries: QueryBus,
    private readonly realtime: Realtime,
    config: Config,
  ) {
    this.turns = new Slots(Math.max(1, Math.floor(config.get('DATABASE_POOL') * SHARE)));
  }

  @ClientEvent('sync.resume', ResumeBody)
  resume(connection: Connection, input: ResumeBody): Promise<Answer<ResumeResult>> {
    return this.turns.run(() => this.resumeNow(connection, input));
  }

  /** Register, read, release: what commits while this is read is held, and goes out right after the answer. */
  private async resumeNow(connection: Connection, input: ResumeBody): Promise<Answer<ResumeResult>> {
    // Gave up while it waited: it is elsewhere in the queue by now.
    if (connection.closed) throw new PlatformError('platform.unavailable');
    await this.realtime.register(connection);
    const { json, upTo } = await this.queries.execute(new Resume(connection.userId, input));
    return new Answer<ResumeResult>(new RawJson(json), () => this.realtime.release(connection, upTo));
  }

  @ClientEvent('sync.range', RangeEvent)
  async range({ userId }: Connection, input: RangeEvent): Promise<Answer<RangeResult>> {
    return new Answer<RangeResult>(new RawJson(await this.queries.execute(new GetRange(userId, input))));
  }
}
