/**
 * Base of aggregates: rules first, then the change, then `record` of what happened. The repository takes the recorded
 * facts with `pull` and appends them to the journal in the transaction that saves the state.
 */
export abstract class AggregateRoot<Fact> {
  private facts: Fact[] = [];

  protected record(fact: Fact): void {
    this.facts.push(fact);
  }

  /** The facts recorded since the last pull, in order. */
  pull(): Fact[] {
    const facts = this.facts;
    this.facts = [];
    return facts;
  }
}
