import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { shardOf } from '../../platform/journal/index.js';
import { type Notification, notificationFor } from '../domain/notification.js';
import { Inbox } from '../persistence/inbox.js';

/** More users than this are not held locked in one transaction. */
const TOGETHER = 50;

/** Tells users of one entry. */
@Injectable()
export class Notify {
  constructor(
    private readonly database: Database,
    private readonly inbox: Inbox,
  ) {}

  /**
   * In the caller's transaction, or, for very many, in several of their own beforehand: a notification that is made twice is
   * made once, so a repeat after half of them goes on where it stopped.
   */
  async all(tx: Tx, userIds: readonly string[], about: Omit<Notification, 'id' | 'userId'>): Promise<void> {
    const users = inLockOrder(userIds);
    if (users.length <= TOGETHER) return this.some(tx, users, about);
    for (let from = 0; from < users.length; from += TOGETHER)
      await this.database.transaction((own) => this.some(own, users.slice(from, from + TOGETHER), about));
  }

  async withdraw(tx: Tx, userIds: readonly string[], conversationId: string, seq?: number): Promise<void> {
    for (const userId of inLockOrder(userIds)) await this.inbox.withdraw(tx, userId, conversationId, seq);
  }

  private async some(tx: Tx, users: readonly string[], about: Omit<Notification, 'id' | 'userId'>): Promise<void> {
    for (const userId of users) await this.inbox.add(tx, notificationFor(userId, about));
  }
}

/** As the append locks its streams, so that the two cannot wait for each other. */
function inLockOrder(userIds: readonly string[]): string[] {
  return [...userIds].sort((a, b) => shardOf(a) - shardOf(b) || (a < b ? -1 : 1));
}
