import { Backup } from '../tools/backup.js';
import { forgetTopics } from '../tools/forget-topics.js';
import { operate } from '../tools/operate.js';
import type { Fault, OwnScene } from '../fault.js';

export const f34: Fault = {
  id: 'F34',
  name: 'the database is restored from a backup that is older than what was acked since',
  seconds: { quick: 8, full: 20 },
  expected: 'another epoch: every client resets, none mixes old and new numbers; 30 s',
  async inject(scene) {
    const { cluster, world } = scene;
    const takenAt = world.recorder.now();
    const backup = await Backup.take(cluster);
    // Taking it back is the fault: it is done to the end, or the run fails.
    return { bit: () => 1, heal: () => restore(scene, backup, takenAt) };
  },
};

/** As docs/operations.md tells an operator to. */
async function restore({ cluster, world }: OwnScene, backup: Backup, takenAt: number): Promise<void> {
  const nodes = [...cluster.stack.nodes.keys()];
  await Promise.all(nodes.map((node) => cluster.kill(node, 'SIGTERM')));
  const { recorder } = world;
  await backup.putBack();
  // While nobody can look: what is seen before this line is of the old state, and what after it of the restored one.
  recorder.mark('restore', { takenAt });
  world.epoch = recorder.epoch = await backup.open();
  await forgetTopics(cluster.stack.kafka.brokers);
  await operate(cluster, 'outbox', 'republish', '--since', new Date(0).toISOString());
  await cluster.reviveAll(nodes);
}
