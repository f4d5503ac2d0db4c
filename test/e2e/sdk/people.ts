import { randomBytes } from 'node:crypto';
import { vi } from 'vitest';
import { type ClientOptions, createClient, type ParleyClient, type TimelineItem } from '../../../sdk/index.js';

export const PASSWORD = 'quiet otter 41 lamps';
const opened: ParleyClient[] = [];

/** A client with an account of its own, connected. */
export async function person(url: string | string[], name: string, options: Partial<ClientOptions> = {}) {
  const client = createClient({ url, timings: { reconnectMaxMs: 1_000, receiptsGatherMs: 50 }, ...options });
  opened.push(client);
  await client.register({ username: `${name}-${randomBytes(4).toString('hex')}`, password: PASSWORD });
  await client.connect();
  return client;
}

export function closeAll(): void {
  for (const client of opened.splice(0)) client.close();
}

export const idOf = (client: ParleyClient): string => client.user.get()!.id;

/** What a timeline shows as text, in its order. */
export const bodies = (client: ParleyClient, conversationId: string): Array<string | null> =>
  client.timeline(conversationId).get().items.map(bodyOf);

const bodyOf = (item: TimelineItem): string | null => {
  if (item.kind === 'message') return item.message.body;
  return item.kind === 'local' ? item.local.body : `(${item.event.type})`;
};

/** Waits until the assertions hold; long, because the machine may be busy, and free when they hold at once. */
export const soon = <T>(assertions: () => T | Promise<T>, timeout = 15_000): Promise<T> =>
  vi.waitFor(assertions, { timeout, interval: 20 });
