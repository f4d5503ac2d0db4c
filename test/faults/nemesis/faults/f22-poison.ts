import type { Admin } from 'kafkajs';
import { kafkaClient } from '../../../../scripts/replay/faults/topics.js';
import { STRANGER } from '../../finals/kafka.js';
import { Again } from '../tools/again.js';
import { operate } from '../tools/operate.js';
import type { Fault, OwnScene } from '../fault.js';

const TOPIC = 'parley.messaging.events';
/** `ConfigResourceTypes.TOPIC`, which kafkajs does not give to ES modules. */
const OF_A_TOPIC = 2;
const SETTING = 'max.message.bytes';
/** Room for every ordinary batch, not for one long message of pictures. */
const SMALL = '20000';
const LONG = '🎉'.repeat(7_000);
const EVERY_MS = 2_000;

export const f22: Fault = {
  id: 'F22',
  name: 'records that nobody can read, and entries that Kafka does not take',
  seconds: { quick: 12, full: 20 },
  expected: 'set aside after at most five attempts, their numbers announced; everything else flows',
  async inject(scene) {
    const { cluster } = scene;
    const kafka = kafkaClient(cluster.stack.kafka.brokers);
    const [admin, producer] = [kafka.admin(), kafka.producer()];
    await Promise.all([admin.connect(), producer.connect()]);
    await setMost(admin, SMALL);
    const poisoned = new Again(EVERY_MS, async () => {
      await producer.send({ topic: TOPIC, messages: [{ key: STRANGER, value: '{"not":"an event"}' }] });
      await sayTooMuch(scene);
      return 1;
    });
    return {
      bit: () => poisoned.count,
      heal: async () => {
        await poisoned.stop();
        await setMost(admin, null);
        await Promise.all([admin.disconnect(), producer.disconnect()]);
        await operate(cluster, 'outbox', 'dead', 'replay', '--all');
      },
    };
  },
};

/** Null: the broker's own default again. */
async function setMost(admin: Admin, value: string | null): Promise<void> {
  const configEntries = value === null ? [] : [{ name: SETTING, value }];
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: OF_A_TOPIC, name: TOPIC, configEntries }],
  });
}

async function sayTooMuch({ world, random }: OwnScene): Promise<void> {
  const room = random.pick(world.rooms);
  const person = random.pick([...room.people]);
  await world.say(person, random.pick(person.devices), room, person.body(LONG));
}
