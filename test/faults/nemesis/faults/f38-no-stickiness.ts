import { Again } from '../tools/again.js';
import { pollFor } from '../tools/long-polling.js';
import type { Fault, OwnScene } from '../fault.js';

const EVERY_MS = 500;

export const f38: Fault = {
  id: 'F38',
  name: 'a balancer that sends every connection to the next node, whoever comes',
  seconds: { quick: 8, full: 20 },
  expected: 'WebSocket and REST as ever; long polling is served to the end or refused with 400 and a code',
  async inject(scene) {
    const { stack, fronts } = scene.cluster;
    const polled = { ...scene, random: scene.random.fork('polls') };
    const lead = (...ports: number[]) => {
      for (const front of fronts) {
        front.to(...ports);
        front.reset();
      }
    };
    const nodes = stack.nodes.map(({ port }) => port);
    const connections = () => nodes.map((port) => fronts.reduce((sum, front) => sum + front.connectionsTo(port), 0));
    const before = connections();
    lead(...nodes);
    const polls = new Again(EVERY_MS, () => poll(polled).then(() => 1));
    return {
      // As often as the node that got the fewest: a poll by itself says nothing of where its rounds went.
      bit: () => Math.min(...connections().map((count, i) => count - before[i]!)),
      heal: async () => {
        await polls.stop();
        lead(stack.balancer.port);
      },
    };
  },
};

async function poll({ cluster, world, random }: OwnScene): Promise<void> {
  const { name } = random.pick(world.people);
  await world.recorder.call({ process: name, device: `${name}/polling` }, 'poll', {}, async () => {
    await pollFor(random.pick(cluster.fronts).url);
    return {};
  });
}
