import { Injectable } from '@nestjs/common';
import type { UserView } from '../contract/index.js';
import { foldUsername } from './domain/username.js';
import { UserReader } from './persistence/user-reader.js';

/** Questions other modules may ask. */
@Injectable()
export class IdentityApi {
  constructor(private readonly users: UserReader) {}

  /** In the order of usernames; ids of nobody are left out. Disabled accounts are included. */
  findByIds(ids: readonly string[]): Promise<UserView[]> {
    return this.users.findByIds(ids);
  }

  /** Whole usernames, in any spelling (case, compatibility forms); names of nobody are left out. */
  findByUsernames(names: readonly string[]): Promise<UserView[]> {
    return this.users.findByUsernames([...new Set(names.map(foldUsername))]);
  }

  /** Whether each of these is an account that is not disabled. */
  async exists(ids: readonly string[]): Promise<boolean> {
    const found = await this.users.findByIds(ids);
    return found.filter((user) => !user.disabled).length === new Set(ids).size;
  }
}
