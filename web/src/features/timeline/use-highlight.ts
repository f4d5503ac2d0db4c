import { useEffect, useState } from 'react';
import type { Opening } from './use-opening.js';

const HIGHLIGHT_MS = 2_500;

/** The number of the message that a link led to, for a moment. */
export function useHighlight(target: Opening['target']): number | null {
  const [over, setOver] = useState<object | null>(null);
  const seq = target && target.at !== 'end' && target.at.linked ? target.at.seq : null;
  useEffect(() => {
    if (seq === null) return;
    const timer = setTimeout(() => setOver(target), HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [target, seq]);
  return over === target ? null : seq;
}
