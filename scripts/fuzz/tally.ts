/** What was sent where and how it was answered, for the report. */
export class Tally {
  private readonly outcomes = new Map<string, number>();
  private readonly sent = new Map<string, { sent: number; well: number }>();

  /** Everything that should be reached. */
  expect(names: string[]): void {
    for (const name of names) this.sent.set(name, { sent: 0, well: 0 });
  }

  count(name: string, outcome: string, well: boolean): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
    const of = this.sent.get(name);
    if (of) this.sent.set(name, { sent: of.sent + 1, well: of.well + (well ? 1 : 0) });
  }

  never(which: 'sent' | 'well'): string[] {
    return [...this.sent].filter(([, counts]) => counts[which] === 0).map(([name]) => name);
  }

  inWords(): string {
    const total = [...this.outcomes.values()].reduce((a, b) => a + b, 0);
    const outcomes = [...this.outcomes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([outcome, n]) => `${outcome}: ${n}`);
    const never = this.never('well');
    const reach = `${this.sent.size - never.length} of ${this.sent.size} also taken${never.length > 0 ? `, never: ${never.join(', ')}` : ''}`;
    return `${total} (${outcomes.join(', ')}); ${reach}`;
  }
}
