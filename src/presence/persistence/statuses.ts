import { Injectable } from '@nestjs/common';
import type { PresenceStatus } from '../../contract/index.js';
import { log } from '../../platform/observability/index.js';
import { LeaseStore } from './lease-store.js';

/** Reads of statuses that say so when they do not know. */
@Injectable()
export class Statuses {
  constructor(private readonly leases: LeaseStore) {}

  async of(userIds: readonly string[]): Promise<Map<string, PresenceStatus>> {
    try {
      return await this.leases.statusOf(userIds);
    } catch (error) {
      log.debug({ err: error }, 'presence cannot be read');
      return new Map(userIds.map((userId) => [userId, 'unknown']));
    }
  }
}
