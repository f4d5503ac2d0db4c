import { inParallel, patiently } from '../../../scripts/replay/patience.js';
import { until } from '../../../scripts/parts/until.js';
import { allPages, type TimelineItem } from '../../../sdk/index.js';
import type { Device } from '../driver/device.js';
import type { Person } from '../driver/person.js';
import type { World } from '../driver/world.js';
import { seenMessage } from '../history/index.js';

const AT_ONCE = 6;
const PATIENCE_MS = 60_000;
/** For a link that is just being replaced by another one. */
const BACK_MS = 15_000;

/** Where every device stands at the end, and what it shows: each timeline, scrolled to its beginning. */
export async function readDevices(world: World, backMs = BACK_MS): Promise<void> {
  const devices = world.everybody.flatMap((person) => person.devices.map((device) => ({ person, device })));
  await inParallel(devices, AT_ONCE, ({ person, device }) => stand(world, person, device, backMs));
  await inParallel(devices, AT_ONCE, async ({ person, device }) => {
    for (const { id } of world.rooms) await show(world, person, device, id);
  });
}

/** Also of one that is not there, or lists nothing: whether it may is for the checker to say. */
async function stand({ recorder }: World, person: Person, device: Device, backMs: number): Promise<void> {
  await until(`${device.name} is live`, backMs, () => device.live).catch(() => undefined);
  const { api } = person.rest(person.anyNode());
  const mine = await allPages((cursor) => patiently(() => api.conversations.list({ cursor, limit: 200 }), PATIENCE_MS));
  const [listed, told] = [device.list.map(({ id }) => id), mine.map(({ id }) => id)];
  recorder.final('device', { live: device.live, listed, told }, { process: person.name, device: device.name });
}

async function show({ recorder }: World, person: Person, device: Device, id: string): Promise<void> {
  const item = device.item(id);
  if (!item) return;
  const timeline = device.client.timeline(id);
  await patiently(async () => {
    await timeline.latest();
    while (timeline.get().hasMoreBefore) await timeline.older();
  }, PATIENCE_MS).catch(() => undefined);
  const messages = timeline.get().items.flatMap(messageIn);
  const who = { process: person.name, device: device.name };
  recorder.final('timeline', { conversationId: id, appliedSeq: item.appliedSeq, messages }, who);
  if (!device.live) return;
  const { unread, readSeq, appliedSeq: atSeq } = device.item(id) ?? item;
  recorder.final('standing', { conversationId: id, userId: person.id, ...unread, atSeq, readSeq }, who);
}

const messageIn = (item: TimelineItem) => (item.kind === 'message' ? [seenMessage(item.message)] : []);
