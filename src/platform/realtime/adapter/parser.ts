import { Decoder, Encoder } from 'socket.io-parser';

/** Nothing on this wire is binary: a packet that announces attachments closes its socket instead of collecting them. */
class TextDecoder extends Decoder {
  constructor() {
    super({ maxAttachments: 0 });
  }
}

export const textParser = { Encoder, Decoder: TextDecoder };
