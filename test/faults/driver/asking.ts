import { patiently } from '../../../scripts/replay/patience.js';
import { ParleyError } from '../../../sdk/index.js';
import type { Recorder } from './recorder.js';

type Node = { name: string; url: string };

/** What whoever asks wrongly is answered: a fault of this program. */
const ASKED_WRONGLY = 400;
const LIMITED = 429;

/**
 * Asks a deployment that has been healed, until it answers. What gets no answer is noted for the checker (I31), and the run goes on: there may be
 * worse in it. A place that has used up the patience once is asked everything else only briefly; one that gave no sign of life, nothing.
 */
export class Asking {
  private readonly slow = new Set<string>();
  private readonly silent = new Set<string>();

  constructor(
    private readonly recorder: Recorder,
    private readonly patienceMs: number,
  ) {}

  /** `place`: a node, or a way in. Null: it had no answer. */
  async ask<T extends object>(place: string, what: string, act: () => Promise<T>): Promise<T | null> {
    if (this.isSilent(place)) return null;
    try {
      return await patiently(act, this.slow.has(place) ? 0 : this.patienceMs);
    } catch (error) {
      if (!(error instanceof ParleyError) || error.status === ASKED_WRONGLY) throw error;
      const { status, code, retryable } = error;
      if (retryable) (status === 0 ? this.silent : this.slow).add(place);
      const answer = { what, because: `${status} ${code}`, promised: status !== LIMITED };
      this.recorder.mark('no-answer', answer, place);
      return null;
    }
  }

  /** The answer of the first of these nodes that has one. */
  async askAny<T extends object>(
    nodes: readonly Node[],
    what: string,
    act: (node: Node) => Promise<T>,
  ): Promise<T | null> {
    for (const node of nodes) {
      const answer = await this.ask(node.name, what, () => act(node));
      if (answer !== null) return answer;
    }
    return null;
  }

  isSilent(place: string): boolean {
    return this.silent.has(place);
  }
}
