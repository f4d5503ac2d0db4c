/** A place where work has to wait: `reached` when it is there, until the test opens it. */
export class Barrier {
  open!: () => void;
  readonly reached: Promise<void>;
  private arrive!: () => void;
  private readonly opened: Promise<void>;

  constructor() {
    this.opened = new Promise((resolve) => (this.open = resolve));
    this.reached = new Promise((resolve) => (this.arrive = resolve));
  }

  readonly pass = (): Promise<void> => {
    this.arrive();
    return this.opened;
  };
}
