import { inParallel, patiently } from '../../../scripts/replay/patience.js';
import type { TimelineItem } from '../../../sdk/index.js';
import type { Device } from '../driver/device.js';
import type { Person } from '../driver/person.js';
import type { World } from '../driver/world.js';
import { seenMessage } from '../history/index.js';

const AT_ONCE = 6;
const PATIENCE_MS = 60_000;

/** What every device shows at the end: each timeline, scrolled to its beginning. */
export async function readDevices(world: World): Promise<void> {
  const devices = world.people.flatMap((person) => person.devices.map((device) => ({ person, device })));
  await inParallel(devices, AT_ONCE, async ({ person, device }) => {
    for (const { id } of world.rooms) await show(world, person, device, id);
  });
}

async function show({ recorder }: World, person: Person, { client, name }: Device, id: string): Promise<void> {
  const item = client.conversations.item(id);
  if (!item) return;
  const timeline = client.timeline(id);
  await patiently(async () => {
    await timeline.latest();
    while (timeline.get().hasMoreBefore) await timeline.older();
  }, PATIENCE_MS).catch(() => undefined);
  const live = client.connection.get().phase === 'live';
  const messages = timeline.get().items.flatMap(messageIn);
  const who = { process: person.name, device: name };
  recorder.final('timeline', { conversationId: id, live, appliedSeq: item.appliedSeq, messages }, who);
}

const messageIn = (item: TimelineItem) => (item.kind === 'message' ? [seenMessage(item.message)] : []);
