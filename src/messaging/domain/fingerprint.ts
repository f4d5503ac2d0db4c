import { hash } from 'node:crypto';

/**
 * 64 bits that tell a repeat of a clientMessageId (same text, same reply) from another message under the same id, as a
 * decimal string. Kept beside the message, because its text may since have been edited.
 */
export function fingerprint(clientMessageId: string, body: string, replyToSeq: number | null): string {
  const digest = hash('sha256', `${clientMessageId}\n${replyToSeq ?? ''}\n${body}`, 'buffer');
  return digest.readBigInt64BE(0).toString();
}
