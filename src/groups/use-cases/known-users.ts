import { Injectable } from '@nestjs/common';
import { IdentityApi } from '../../identity/index.js';
import { UnknownUser } from '../errors.js';

/** Nobody becomes a member who has no live account. */
@Injectable()
export class KnownUsers {
  constructor(private readonly identity: IdentityApi) {}

  /** @throws UnknownUser: nothing may be stored. */
  async require(userIds: readonly string[]): Promise<void> {
    if (userIds.length > 0 && !(await this.identity.exists(userIds))) throw new UnknownUser();
  }
}
