import type { ResumeInput } from '../../src/contract/index.js';
import { until } from '../lib/async.js';
import type { Connection, Shape } from '../drivers/driver.js';
import { ParleyDriver } from '../drivers/parley.js';
import { comeBack } from '../loads/come-back.js';
import { Office } from '../loads/office.js';
import { ChatSide } from './chat-side.js';
import type { Context } from './figure.js';
import { PARLEY } from './sides.js';

/** The most of the actions that may fail, of the published ceiling tests. */
export const ERRORS = 0.00025;

const IDLE_MS = 60_000;

/** People in rooms of ten, such that the first N of them fill whole rooms. */
export const offices = (users: number): Shape => ({
  users,
  direct: false,
  conversations: Array.from({ length: users / 10 }, (_, room) => Array.from({ length: 10 }, (_, i) => room * 10 + i)),
});

/** People at work: the load of `loads/office.ts` on users that come back where they stood. */
export abstract class OfficeSide extends ChatSide {
  private readonly standing: ResumeInput[] = [];
  protected readonly parley: ParleyDriver;
  protected office!: Office;

  constructor(
    protected readonly url: string,
    shape: Shape,
    context: Context,
  ) {
    const parley = new ParleyDriver(PARLEY, url);
    super(parley, shape, () => () => undefined, context.times, context.postgres);
    this.parley = parley;
  }

  protected override async prepare(): Promise<void> {
    this.office = new Office(this.parley, this.traffic, (user) => this.comeBack(user));
  }

  protected override connect(user: number): Promise<Connection> {
    const standing = (this.standing[user] ??= { epoch: null, userSeq: 0, conversations: {} });
    return this.parley.connect(user, this.traffic, undefined, standing);
  }

  private async comeBack(user: number): Promise<void> {
    this.traffic.detach(user);
    const connection = await comeBack(() => this.connect(user));
    if (!connection) throw new Error(`user ${user} did not come back`);
    this.traffic.attach(user, connection);
  }

  /** Everything begun is done, everything sent has arrived. */
  protected async drain(): Promise<string[]> {
    const idle = await until(() => this.office.idle, IDLE_MS);
    return [...(idle ? [] : ['actions without an answer']), ...(await this.traffic.drain())];
  }
}
