import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AccountRepository } from '../persistence/account.repository.js';

/** Whether nobody has an account yet. */
export class IsFirstAccount extends Query<boolean> {}

@QueryHandler(IsFirstAccount)
export class IsFirstAccountHandler implements IQueryHandler<IsFirstAccount> {
  constructor(private readonly accounts: AccountRepository) {}

  async execute(): Promise<boolean> {
    return !(await this.accounts.exist());
  }
}
