import { tokenIn } from '../history/index.js';
import type { Person } from './person.js';

/** A message whose ack was seen. */
export interface Said {
  seq: number;
  author: Person;
}

const RECENT = 50;

/** A conversation as the driver knows it; what is true of it the checker finds out. */
export class Room {
  /** Who is a member, as far as the answers say. */
  readonly people = new Set<Person>();
  /** Who was one. */
  readonly left = new Set<Person>();
  readonly recent: Said[] = [];
  /** Every token that was ever sent here. */
  readonly tokens = new Set<string>();
  /** Messages whose deletion was acked. */
  readonly deleted = new Set<number>();
  /** The highest number heard of. */
  head = 1;

  constructor(
    readonly id: string,
    readonly owner: Person,
    people: Iterable<Person>,
  ) {
    for (const person of people) this.people.add(person);
  }

  uttered(body: string): void {
    this.tokens.add(tokenIn(body)!);
  }

  said(seq: number, author: Person): void {
    this.head = Math.max(this.head, seq);
    this.recent.push({ seq, author });
    if (this.recent.length > RECENT) this.recent.shift();
  }

  joined(person: Person): void {
    this.left.delete(person);
    this.people.add(person);
  }

  gone(person: Person): void {
    if (this.people.delete(person)) this.left.add(person);
  }
}
