export interface Message {
  type: string;
  body: Buffer;
}

const LENGTH = 4;

/**
 * Splits one direction of a Postgres connection (protocol 3, no encryption asked for) into messages, however it is cut into
 * chunks. The client's first packet, which has no type, is left out.
 */
export class Messages {
  private rest: Buffer = Buffer.alloc(0);
  private typed: boolean;

  constructor(side: 'frontend' | 'backend') {
    this.typed = side === 'backend';
  }

  read(chunk: Buffer): Message[] {
    this.rest = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    const found: Message[] = [];
    for (;;) {
      const head = this.typed ? 1 : 0;
      if (this.rest.length < head + LENGTH) return found;
      const end = head + this.rest.readUInt32BE(head);
      if (this.rest.length < end) return found;
      if (this.typed) {
        found.push({ type: String.fromCharCode(this.rest[0]!), body: this.rest.subarray(head + LENGTH, end) });
      }
      this.typed = true;
      this.rest = this.rest.subarray(end);
    }
  }
}
