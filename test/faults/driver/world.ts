import { setMaxListeners } from 'node:events';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { patiently } from '../../../scripts/replay/patience.js';
import type { Device } from './device.js';
import type { Person, Places } from './person.js';
import type { Random } from './random.js';
import type { Answer, Recorder } from './recorder.js';
import { Room } from './room.js';

export interface Attempt {
  clientMessageId: string;
  body: string;
  node: { name: string; url: string };
  by: 'socket' | 'rest';
}

/** A send that may have happened. `node`: the one that has to say, where not any will do. */
export interface Unresolved {
  person: Person;
  room: Room;
  body: string;
  node?: Attempt['node'];
}

/** Everybody, everything they talk in, and the ways in which they talk. */
export class World {
  readonly rooms: Room[] = [];
  /** Sends of which nobody knows yet whether they happened, by clientMessageId. */
  readonly unresolved = new Map<string, Unresolved>();

  private readonly ending = new AbortController();

  constructor(
    readonly people: readonly Person[],
    /** One more, in no workload but `absences`: what is seen of him when he is gone is not of the others' doing. */
    readonly hermit: Person,
    readonly places: Places,
    readonly recorder: Recorder,
    readonly random: Random,
    /** The database history that numbers belong to. */
    public epoch: string,
  ) {
    // One pause for each workload of each person, all at the same time.
    setMaxListeners(0, this.ending.signal);
  }

  /** In whose room the hermit is. No workload cuts his devices: what he is shown stands for long, and so does he for others. */
  get host(): Person {
    return this.people[8]!;
  }

  get everybody(): readonly Person[] {
    return [...this.people, this.hermit];
  }

  /** The load is over: what only waits for time to pass need not wait any longer. */
  end(): void {
    this.ending.abort();
  }

  /** Passes the time; false: the load ended meanwhile. */
  async pause(ms: number): Promise<boolean> {
    await delay(ms, undefined, { signal: this.ending.signal }).catch(() => undefined);
    return !this.ending.signal.aborted;
  }

  async direct(one: Person, other: Person): Promise<Room> {
    const { api, who } = one.rest(one.anyNode());
    const answer = await this.recorder.call(who, 'create-direct', { userId: other.id }, async () => ({
      conversationId: (await patiently(() => api.conversations.direct(other.id))).id,
    }));
    return this.made(answer, one, [one, other]);
  }

  async group(owner: Person, others: readonly Person[], historyVisibility: 'joined' | 'shared'): Promise<Room> {
    const { api, who } = owner.rest(owner.anyNode());
    const args = { title: `room ${this.rooms.length}`, userIds: others.map(({ id }) => id), historyVisibility };
    const answer = await this.recorder.call(who, 'create-group', args, async () => ({
      conversationId: (await patiently(() => api.conversations.group(args))).id,
    }));
    return this.made(answer, owner, [owner, ...others]);
  }

  /** Through the client library, which repeats until it knows. */
  async say(person: Person, device: Device, room: Room, body = person.body()): Promise<void> {
    room.uttered(body);
    const answer = await device.send(room.id, body, this.replyTo(room));
    if (answer.outcome === 'ok') room.said(answer.result.seq, person);
  }

  /** One attempt at one node, whose outcome is told as it is. */
  async attempt(person: Person, room: Room, { clientMessageId, body, node, by }: Attempt): Promise<Answer<'send'>> {
    room.uttered(body);
    const args = { conversationId: room.id, clientMessageId, body };
    const { api, who } = person.rest(node);
    const wire = by === 'socket' ? person.wire(node) : null;
    const answer = await this.recorder.call(wire?.who ?? who, 'send', args, async () => {
      const { id, seq } = await (wire ? wire.request('message.send', args) : api.messages.send(args));
      return { id, seq };
    });
    if (answer.outcome === 'ok') {
      room.said(answer.result.seq, person);
      this.unresolved.delete(clientMessageId);
    } else if (answer.outcome === 'info') {
      this.unresolved.set(clientMessageId, { ...this.unresolved.get(clientMessageId), person, room, body });
    }
    return answer;
  }

  /** An attempt in any way. */
  anyWay(person: Person): Pick<Attempt, 'node' | 'by'> {
    const node = person.anyNode();
    return { node, by: this.random.chance(0.5) && person.wire(node).connected ? 'socket' : 'rest' };
  }

  newMessageId(): string {
    return randomUUID();
  }

  private replyTo(room: Room): number | undefined {
    return this.random.chance(0.1) && room.recent.length > 0 ? this.random.pick(room.recent).seq : undefined;
  }

  private made(answer: Answer<'create-direct' | 'create-group'>, owner: Person, people: Person[]): Room {
    if (answer.outcome !== 'ok') throw new Error(`no conversation could be made: ${answer.error.code}`);
    // Two people have one conversation, whoever of them asks for it.
    const known = this.rooms.find(({ id }) => id === answer.result.conversationId);
    if (known) return known;
    const room = new Room(answer.result.conversationId, owner, people);
    this.rooms.push(room);
    return room;
  }
}
