import { Injectable } from '@nestjs/common';
import type { PresenceStatus } from '../contract/index.js';
import { Statuses } from './persistence/statuses.js';

/** Questions other modules may ask. */
@Injectable()
export class PresenceApi {
  constructor(private readonly statuses: Statuses) {}

  /** For each of these users; `unknown` where nobody can tell (Redis is down). No check of who may know. */
  statusOf(userIds: readonly string[]): Promise<Map<string, PresenceStatus>> {
    return this.statuses.of(userIds);
  }
}
