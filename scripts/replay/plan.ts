import type { LogLine } from './log-line.js';

/** Somebody of the log: one account, whatever nicks it used. Numbered from 0. */
export interface Person {
  index: number;
  /** The first nick. */
  nick: string;
}

export type Step =
  | { kind: 'join' | 'leave'; person: number }
  /** `line` is the number in the file, from 1; `minute` the log's time. */
  | { kind: 'say'; person: number; body: string; minute: number; line: number };

/** What to do, in order. */
export interface Plan {
  people: Person[];
  steps: Step[];
  /** Lines that are nobody's doing in the channel. */
  others: number;
}

/**
 * Turns a log into accounts and steps. A nick that changes is the same person under another name; whoever speaks
 * without having been seen to join was there before the log began, and joins first.
 */
export function planOf(lines: readonly LogLine[]): Plan {
  const planner = new Planner();
  lines.forEach((line, index) => planner.take(line, index + 1));
  return planner.plan;
}

class Planner {
  readonly plan: Plan = { people: [], steps: [], others: 0 };
  private readonly byNick = new Map<string, number>();
  private readonly present = new Set<number>();

  take(line: LogLine, number: number): void {
    if (line.kind === 'other') this.plan.others += 1;
    else if (line.kind === 'rename') this.rename(line.from, line.to);
    else if (line.kind === 'join') this.join(this.person(line.nick));
    else if (line.kind === 'leave') this.leave(this.person(line.nick));
    else {
      const person = this.person(line.nick);
      this.join(person);
      const body = line.kind === 'action' ? `/me ${line.text}` : line.text;
      this.plan.steps.push({ kind: 'say', person, body, minute: line.minute, line: number });
    }
  }

  private person(nick: string): number {
    let index = this.byNick.get(nick);
    if (index === undefined) {
      index = this.plan.people.push({ index: this.plan.people.length, nick }) - 1;
      this.byNick.set(nick, index);
    }
    return index;
  }

  /** Whoever had the new nick before is gone: a network gives a nick to one person at a time. */
  private rename(from: string, to: string): void {
    const person = this.person(from);
    const before = this.byNick.get(to);
    if (before !== undefined && before !== person) this.leave(before);
    this.byNick.delete(from);
    this.byNick.set(to, person);
  }

  private join(person: number): void {
    if (this.present.has(person)) return;
    this.present.add(person);
    this.plan.steps.push({ kind: 'join', person });
  }

  private leave(person: number): void {
    if (this.present.delete(person)) this.plan.steps.push({ kind: 'leave', person });
  }
}
