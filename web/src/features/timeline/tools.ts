import { createContext, useContext, useMemo } from 'react';
import type { MessageView, Timeline } from '../../../../sdk/index.js';

/** What a message lets one do, for whatever stands in the timeline. Stable, so that no message renders again for it. */
export interface Tools {
  timeline: Timeline;
  reply: (message: MessageView) => void;
  edit: (message: MessageView) => void;
  /** Says what went wrong with something that was asked for. */
  report: (error: unknown) => void;
  /** Says that something was done. */
  tell: (text: string) => void;
}

export const ToolsContext = createContext<Tools | null>(null);

export function useTools(): Tools {
  const tools = useContext(ToolsContext);
  if (!tools) throw new Error('useTools needs a timeline around it');
  return tools;
}

/** Adds or takes back one's own reaction. */
export function useReact(message: MessageView, me: string): (emoji: string) => void {
  const { timeline, report } = useTools();
  return useMemo(
    () => (emoji: string) => {
      const mine = message.reactions.find((reaction) => reaction.emoji === emoji)?.userIds.includes(me);
      (mine ? timeline.unreact(message.seq, emoji) : timeline.react(message.seq, emoji)).catch(report);
    },
    [timeline, report, message, me],
  );
}
