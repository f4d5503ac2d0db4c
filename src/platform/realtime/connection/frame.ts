/**
 * One Socket.IO packet as the bytes that go on the wire: an unmasked, uncompressed WebSocket text frame (RFC 6455) around
 * an Engine.IO message. Built once per event and shared by every connection that gets it.
 */
export interface Frame {
  readonly bytes: Buffer;
  /** May be shed under back-pressure. */
  readonly ephemeral: boolean;
}

const FIN_TEXT = 0x81;

function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const offset = length > 0xffff ? 10 : length > 125 ? 4 : 2;
  const frame = Buffer.allocUnsafe(offset + length);
  frame[0] = FIN_TEXT;
  if (offset === 2) frame[1] = length;
  else if (offset === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeUInt32BE(0, 2);
    frame.writeUInt32BE(length, 6);
  }
  frame.write(text, offset);
  return frame;
}

/** `payloadJson` is spliced in as it is. */
export function eventFrame(event: string, payloadJson: string, ephemeral = false): Frame {
  return { bytes: textFrame(`42["${event}",${payloadJson}]`), ephemeral };
}

export function ackFrame(id: number, answerJson: string): Frame {
  return { bytes: textFrame(`43${id}[${answerJson}]`), ephemeral: false };
}

export function joinFrames(frames: readonly Frame[]): Buffer {
  return Buffer.concat(frames.map((f) => f.bytes));
}
