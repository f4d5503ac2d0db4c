import { createClient, type ParleyClient } from '../../sdk/index.js';
import type { Line } from './compare.js';
import { patiently } from './patience.js';

/** The whole history as one node tells it over REST, from the first message to the last. */
export async function historyOf(url: string, reader: ParleyClient, conversationId: string): Promise<Line[]> {
  const { api } = createClient({ url, token: () => reader.accessToken() });
  const lines: Line[] = [];
  for (let after = 0, more = true; more;) {
    const page = await patiently(() => api.messages.page(conversationId, { after, limit: 200 }));
    lines.push(...page.messages);
    after = page.messages.at(-1)?.seq ?? after;
    more = page.hasMoreAfter;
  }
  return lines;
}
