import type { MessageView } from '../../../../sdk/index.js';

/** What is being written: an answer to a message, or a message anew; null for one that stands by itself. */
export type Target = { kind: 'reply' | 'edit'; message: MessageView } | null;

export interface ComposerProps {
  conversationId: string;
  /** What the conversation is called. */
  name: string;
  target: Target;
  /** Changes it; null gives it up. */
  aim: (target: Target) => void;
  /** A message was queued. */
  sent: () => void;
}
