import { inParallel } from '../../../scripts/replay/patience.js';
import { until } from '../../../scripts/parts/until.js';
import { allPages, type TimelineItem } from '../../../sdk/index.js';
import type { Asking } from '../driver/asking.js';
import type { Device } from '../driver/device.js';
import type { Person } from '../driver/person.js';
import type { World } from '../driver/world.js';
import { seenMessage } from '../history/index.js';

const AT_ONCE = 6;
/** For a link that is just being replaced by another one. */
const BACK_MS = 15_000;

/** Where every device stands at the end, and what it shows: each timeline, scrolled to its beginning. */
export async function readDevices(world: World, asking: Asking, backMs = BACK_MS): Promise<void> {
  const devices = world.everybody.flatMap((person) => person.devices.map((device) => ({ person, device })));
  await inParallel(devices, AT_ONCE, ({ person, device }) => stand(world, asking, person, device, backMs));
  await inParallel(devices, AT_ONCE, async ({ person, device }) => {
    for (const { id } of world.rooms) await show(world, asking, person, device, id);
  });
}

/** Also of one that is not there, or lists nothing: whether it may is for the checker to say. */
async function stand(
  { recorder, places }: World,
  asking: Asking,
  person: Person,
  device: Device,
  backMs: number,
): Promise<void> {
  await until(`${device.name} is live`, backMs, () => device.live).catch(() => undefined);
  const mine = await asking.askAny([person.anyNode(), ...places.nodes], `the list of ${person.name}`, (node) =>
    allPages((cursor) => person.rest(node).api.conversations.list({ cursor, limit: 200 })),
  );
  const listed = device.list.map(({ id }) => id);
  // Where no node can say what its user is in, nothing is held against what it lists.
  const told = mine ? mine.map(({ id }) => id) : listed;
  recorder.final('device', { live: device.live, listed, told }, { process: person.name, device: device.name });
}

async function show({ recorder }: World, asking: Asking, person: Person, device: Device, id: string): Promise<void> {
  const item = device.item(id);
  if (!item) return;
  const timeline = device.client.timeline(id);
  const items = await asking.ask(device.url, `the timeline of ${id} on ${device.name}`, async () => {
    await timeline.latest();
    while (timeline.get().hasMoreBefore) await timeline.older();
    return timeline.get().items;
  });
  if (!items) return;
  const messages = items.flatMap(messageIn);
  const who = { process: person.name, device: device.name };
  recorder.final('timeline', { conversationId: id, appliedSeq: item.appliedSeq, messages }, who);
  if (!device.live) return;
  const { unread, readSeq, appliedSeq: atSeq } = device.item(id) ?? item;
  recorder.final('standing', { conversationId: id, userId: person.id, ...unread, atSeq, readSeq }, who);
}

const messageIn = (item: TimelineItem) => (item.kind === 'message' ? [seenMessage(item.message)] : []);
