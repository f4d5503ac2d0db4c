import { Controller } from '@nestjs/common';
import type { AccountEntries } from '../../contract/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Reaction } from '../../platform/transport/index.js';
import type { EventEnvelope } from '../../shared/event-envelope.js';
import { SignInHistory } from '../persistence/sign-in-history.js';

const CONSUMER = 'identity.sign-in-history';
const KINDS = {
  'identity.signed-in.v1': 'signed-in',
  'identity.signed-out.v1': 'signed-out',
  'identity.sign-in-refused.v1': 'refused',
  'identity.password-changed.v1': 'password-changed',
} as const satisfies Record<keyof AccountEntries, string>;

type Data = { sessionId?: string; device?: string; reason?: string };

@Controller()
export class RecordSignInHistory {
  constructor(private readonly history: SignInHistory) {}

  @Reaction({ consumer: CONSUMER, on: Object.keys(KINDS) as Array<keyof typeof KINDS>, together: true })
  async record(envelopes: ReadonlyArray<EventEnvelope<Data>>, tx: Tx): Promise<void> {
    for (const envelope of envelopes) await this.add(envelope, tx);
  }

  private async add(envelope: EventEnvelope<Data>, tx: Tx): Promise<void> {
    const { sessionId = null, device = null, reason = null } = envelope.data;
    const kind = KINDS[envelope.type as keyof typeof KINDS];
    await this.history.add(tx, envelope.actorid, Number(envelope.sequence), {
      kind,
      at: envelope.time,
      sessionId,
      device,
      reason,
    });
  }
}
