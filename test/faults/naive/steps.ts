import { tokenIn, type Ops } from '../history/index.js';
import { type NaiveDevice, digest } from './device.js';
import { Random } from './random.js';
import type { Step, StepName } from './script.js';
import { type Group, REFUSED } from './state.js';
import { type NaiveWorld, REVOKE_MS } from './world.js';

type Act = (world: NaiveWorld, device: NaiveDevice, group: Group, step: Step) => void;

/** Does one step of a script, as far as it has something to do. */
export function act(world: NaiveWorld, step: Step): void {
  const devices = world.devices.filter(({ ended }) => !ended);
  const device = devices[step.a % devices.length];
  // Mostly one's own conversations, sometimes another's.
  const own = device ? world.server.groupsOf(device.userId) : [];
  const groups = own.length > 0 && step.b % 8 > 0 ? own : world.groups;
  const group = groups[step.b % groups.length];
  if (device && group) ACTS[step.name](world, device, group, step);
}

const EMOJI = ['👍', '🎉'];

const ACTS: Record<StepName, Act> = {
  send: (world, device, { id, members }, step) => {
    const named = step.c % 4 === 0 ? `@${world.names.get([...members.keys()][step.c % members.size]!)} ` : '';
    const body = `${named}hello ${world.token(device.userId)}`;
    send(world, device, { conversationId: id, clientMessageId: world.random.id(), body }, step);
  },
  retry: (world, device, _group, step) => again(world, device, step, (args) => args),
  conflict: (world, device, _group, step) =>
    again(world, device, step, (args) => ({ ...args, body: `other ${world.token(device.userId)}` })),
  edit: (world, device, group, step) => {
    const seq = messageOf(group, step);
    const body = `edited ${world.token(device.userId)}`;
    const args = { conversationId: group.id, seq, body };
    world.calls.make(device, 'edit', args, step.luck, () => world.server.edit(device.userId, group.id, seq, body));
  },
  delete: (world, device, group, step) => {
    const seq = messageOf(group, step);
    const args = { conversationId: group.id, seq };
    world.calls.make(device, 'delete', args, step.luck, () => (world.server.delete(device.userId, group.id, seq), {}));
  },
  react: (world, device, group, step) => react(world, device, group, step, true),
  unreact: (world, device, group, step) => react(world, device, group, step, false),
  read: (world, device, group, step) => {
    const seq = step.c % (world.server.stream(group.id).lastSeq + 1);
    const args = { conversationId: group.id, seq };
    world.calls.make(device, 'read', args, step.luck, () => move(world, device, group, { readSeq: seq }));
  },
  delivered: (world, device, group, step) => {
    const seq = step.c % (world.server.stream(group.id).lastSeq + 1);
    const args = { conversationId: group.id, seq };
    world.calls.make(device, 'delivered', args, step.luck, () => move(world, device, group, { deliveredSeq: seq }));
  },
  typing: (world, device, group, { luck }) => {
    const args = { conversationId: group.id, typing: true };
    world.calls.make(device, 'typing', args, luck, () => {
      if (!group.members.has(device.userId)) return {};
      tell(world, group, (to) => {
        if (to.userId === device.userId) return;
        const shown = { conversationId: group.id, userId: device.userId };
        world.recorder.see(to.name, 'typing', { ...shown, typing: true }, to.named);
        world.time.after(
          4_000,
          () => to.up && world.recorder.see(to.name, 'typing', { ...shown, typing: false }, to.named),
        );
      });
      return {};
    });
  },
  add: (world, device, group, step) => {
    const userIds = [world.users[step.c % world.users.length]!];
    const args = { conversationId: group.id, userIds };
    world.calls.make(device, 'add', args, step.luck, () => (world.server.add(device.userId, group.id, userIds), {}));
  },
  remove: (world, device, group, step) => {
    const userId = world.users[step.c % world.users.length]!;
    const args = { conversationId: group.id, userId };
    world.calls.make(
      device,
      'remove',
      args,
      step.luck,
      () => (world.server.remove(device.userId, group.id, userId), {}),
    );
  },
  leave: (world, device, group, { luck }) => {
    const work = () => (world.server.remove(device.userId, group.id, device.userId), {});
    world.calls.make(device, 'leave', { conversationId: group.id }, luck, work);
  },
  title: (world, device, group, { luck, c }) => {
    const args = { conversationId: group.id, title: `title ${c}` };
    world.calls.make(device, 'title', args, luck, () => (world.server.title(device.userId, group.id, args.title), {}));
  },
  create: (world, device, _group, step) => {
    const userIds = [world.users[step.c % world.users.length]!];
    const historyVisibility = step.b % 2 === 0 ? ('joined' as const) : ('shared' as const);
    const args = { title: 'a group', userIds, historyVisibility };
    world.calls.make(device, 'create-group', args, step.luck, () => ({
      conversationId: world.server.create(device.userId, userIds, 'group', historyVisibility === 'shared'),
    }));
  },
  disconnect: (_world, device) => device.close('transport close'),
  connect: (world, _device, _group, step) => {
    const down = world.devices.filter((device) => !device.up && !device.ended);
    down[step.c % Math.max(1, down.length)]?.open(step.b % 3);
  },
  crash: (world, _device, _group, step) => {
    const node = step.c % 3;
    world.fault('F01', `node-${node + 1} is killed with -9`, 1);
    const [process, pid] = [`node-${node + 1}`, 100 + node];
    const exit = { pid, code: null, signal: 'SIGKILL', expected: true };
    world.recorder.line({ process, phase: 'mark', op: 'exit', result: exit });
    world.time.after(1_000, () => world.recorder.line({ process, phase: 'mark', op: 'start', result: { pid } }));
    world.calls.cut(node);
    for (const device of world.devices) if (device.node === node) device.close('transport close');
  },
  revoke: (world, device, _group, step) => {
    const own = world.devices.filter((other) => other.userId === device.userId && !other.ended);
    const victim = own[step.c % own.length]!;
    if (victim === device || own.length < 2) return;
    const args = { sessionIds: [victim.session] };
    world.calls.make(device, 'revoke', args, step.luck, () => {
      const lag = world.planted.bites('accept-revoked') ? 60_000 : world.random.between(0, REVOKE_MS - 500);
      world.revoked.set(victim.session, world.time.now + lag);
      world.time.after(lag, () => victim.end());
      const use = () => world.calls.make(victim, 'use-session', { how: 'rest' }, 'well', () => ({}));
      world.time.after(world.random.between(0, 4 * REVOKE_MS), use);
      // Later than it may be taken even with a fault.
      world.time.after(4 * REVOKE_MS, use);
      return {};
    });
  },
  'use-session': (world, _device, _group, step) => {
    const used = world.devices.filter(({ session }) => world.revoked.has(session));
    const device = used[step.c % Math.max(1, used.length)];
    if (device) world.calls.make(device, 'use-session', { how: 'rest' }, step.luck, () => ({}));
  },
  list: (world, device, group, { luck }) => {
    receipts(world, device, group, luck);
    const items = () => ({ items: world.server.groupsOf(device.userId).length });
    world.calls.make(device, 'list', { what: 'conversations' }, luck, items);
  },
  range: (world, device, group, step) => {
    const from = world.server.readableFrom(group, device.userId);
    if (from === Infinity) return;
    const fromSeq = from + (step.c % 10);
    world.calls.make(device, 'range', { conversationId: group.id, fromSeq }, step.luck, () => {
      const { entries, lastSeq: headSeq } = world.server.stream(group.id);
      const gone = world.server.readableFrom(group, device.userId) > fromSeq;
      if (gone) return { headSeq: 0, reset: true, events: [] };
      return { headSeq, reset: false, events: entries.filter(({ seq }) => seq >= fromSeq).map(digest) };
    });
  },
  backup: (world) => {
    world.backup ??= { state: structuredClone(world.server.state), t: world.time.now };
  },
  restore: (world) => restore(world),
  pause: (world) => world.time.until(world.time.now + 40_000),
};

function send(world: NaiveWorld, device: NaiveDevice, args: Ops['send']['args'], { luck }: Step): void {
  const { server, planted } = world;
  const { conversationId, clientMessageId, body } = args;
  const work = () => server.send(device.userId, conversationId, clientMessageId, body);
  const early = () => {
    const head = server.stream(conversationId).lastSeq;
    const member = server.groupsOf(device.userId).some(({ id }) => id === conversationId);
    return member && planted.bites('ack-before-commit', 0.1) ? { id: world.random.id(), seq: head + 1 } : null;
  };
  if (luck === 'request lost') rolledBack(world, device.userId, conversationId, body);
  world.calls.make(device, 'send', args, luck, work, early);
}

/** The planted bug that shows what never became part of the log. */
function rolledBack(world: NaiveWorld, userId: string, conversationId: string, body: string): void {
  const group = world.server.state.groups.get(conversationId);
  if (!group?.members.has(userId) || !world.planted.bites('emit-rolled-back')) return;
  const { lastSeq, aclVersion } = world.server.stream(conversationId);
  const seen = { aclVersion, type: 'messaging.message-sent.v1', actorId: userId, hash: 'f'.repeat(16) } as const;
  const to = world.devices.find((device) => device.up && group.members.has(device.userId));
  to?.show(conversationId, { ...seen, seq: lastSeq + 1, text: 'e'.repeat(16), token: tokenIn(body) });
}

/** Repeats an earlier send of this user, perhaps through another node, perhaps while the first is under way. */
function again(
  world: NaiveWorld,
  device: NaiveDevice,
  step: Step,
  change: (args: Ops['send']['args']) => Ops['send']['args'],
): void {
  const process = world.names.get(device.userId);
  const sends = world.recorder.lines.flatMap((line) =>
    line.phase === 'invoke' && line.op === 'send' && line.process === process ? [line.args] : [],
  );
  const args = sends.at(-1 - (step.c % Math.max(1, Math.min(6, sends.length))));
  if (args) send(world, device, change(args), step);
}

function react(world: NaiveWorld, device: NaiveDevice, group: Group, step: Step, on: boolean): void {
  const args = { conversationId: group.id, seq: messageOf(group, step), emoji: EMOJI[step.c % 2]! };
  const work = () => (world.server.react(device.userId, group.id, args.seq, args.emoji, on), {});
  world.calls.make(device, on ? 'react' : 'unreact', args, step.luck, work);
}

function move(world: NaiveWorld, device: NaiveDevice, group: Group, to: { readSeq?: number; deliveredSeq?: number }) {
  const cursor = world.server.move(device.userId, group.id, to);
  const receipt = { conversationId: group.id, userId: device.userId, ...cursor };
  tell(world, group, (other) => world.recorder.see(other.name, 'receipts', receipt, other.named));
  return cursor;
}

function receipts({ calls, server }: NaiveWorld, device: NaiveDevice, group: Group, luck: Step['luck']): void {
  const { id: conversationId, members } = group;
  calls.make(device, 'ask-receipts', { conversationId }, luck, () => {
    if (!members.has(device.userId)) throw REFUSED.conversation();
    return { receipts: [...members.keys()].map((userId) => ({ userId, ...server.cursor(userId, conversationId) })) };
  });
}

/** Shows something to the members' connected devices, a moment later, unless a restore has put another group in its place. */
function tell({ devices, time, random, server }: NaiveWorld, group: Group, show: (device: NaiveDevice) => void): void {
  const told = (device: NaiveDevice) =>
    device.up && group.members.has(device.userId) && server.state.groups.get(group.id) === group;
  for (const device of devices) time.after(random.between(0, 50), () => told(device) && show(device));
}

/** Mostly an existing message. */
function messageOf({ messages }: Group, { c }: Step): number {
  const seqs = [...messages.keys()];
  return seqs.length > 0 && c % 10 > 0 ? seqs[c % seqs.length]! : (c % 7) + 1;
}

function restore(world: NaiveWorld): void {
  const { backup, server, recorder, devices } = world;
  if (!backup || world.restored) return;
  world.restored = true;
  world.calls.cut('all');
  world.fault('F34', 'the database is replaced by an older state', 1);
  for (const device of devices) device.close('transport close');
  const epoch = world.planted.bites('reuse-after-restore')
    ? server.state.epoch
    : new Random(world.random.below(1e9)).id();
  server.state = { ...backup.state, epoch };
  recorder.line({ process: 'nemesis', phase: 'mark', op: 'restore', result: { takenAt: backup.t } });
  for (const device of devices) world.time.after(world.random.between(10, 500), () => device.open(0));
}
