import { BareDriver } from '../drivers/bare.js';
import type { Driver, Shape } from '../drivers/driver.js';
import { ParleyDriver } from '../drivers/parley.js';
import { ChatSide, type ChatExtras, type Load } from './chat-side.js';
import type { Context, Side } from './figure.js';

export const PARLEY = 'parley';
export const BATCH = 'bare-batch';
export const ONE = 'bare-one';
export const EMIT = 'bare-emit';
export const TOGETHER = 'bare-together';
export const ECHO = 'bare-echo';

export type MakeDriver = (context: Context) => Promise<Driver>;

export const parley: MakeDriver = async ({ postgres }) =>
  new ParleyDriver(PARLEY, await postgres.createDatabase('parley'));
export const parleyNoop: MakeDriver = async ({ postgres }) =>
  new ParleyDriver(PARLEY, await postgres.createDatabase('parley'), { packet: 'noop' });
export const bareBatch: MakeDriver = async ({ postgres }) =>
  new BareDriver(BATCH, { store: 'batch', databaseUrl: await postgres.createDatabase('bare_batch') });
export const bareOne: MakeDriver = async ({ postgres }) =>
  new BareDriver(ONE, { store: 'one', databaseUrl: await postgres.createDatabase('bare_one') });
export const bareEmit: MakeDriver = async () => new BareDriver(EMIT, { store: 'none', broadcast: 'emit' });
export const bareTogether: MakeDriver = async () => new BareDriver(TOGETHER, { store: 'none', broadcast: 'together' });
export const bareEcho: MakeDriver = async () => new BareDriver(ECHO, { store: 'none', echo: true });

export const everybody = (shape: Shape): number[] => Array.from({ length: shape.users }, (_, user) => user);

/** The same people, conversations and load on each driver. */
export function sidesOf(shape: Shape, load: Load, drivers: MakeDriver[], extras: ChatExtras = {}) {
  return async (context: Context): Promise<Side[]> => {
    const sides: Side[] = [];
    for (const make of drivers)
      sides.push(new ChatSide(await make(context), shape, load, context.times, context.postgres, extras));
    return sides;
  };
}
