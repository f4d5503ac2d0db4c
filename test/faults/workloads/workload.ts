/** A kind of traffic. Which of them a run has, and how much of each, its seed decides. */
export interface Workload {
  /** Its name in guarantees.md. */
  id: string;
  what: string;
  weight: number;
  /** One thing that somebody does, to its end. What the server refuses is for the history; it never rejects. */
  step(): Promise<void>;
  /** What can be seen only while no fault is on: asked for once, when the last one is over, and done when it was seen. It never rejects. */
  calm?(): Promise<void>;
}
