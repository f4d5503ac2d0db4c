import { useEffect, useLayoutEffect, useRef } from 'react';
import { pressed, writes } from './chord.js';
import { type Action, KEYS } from './table.js';

/** Answers false when it had nothing to do: the press then goes to who registered before, or to the browser. */
type Handler = () => boolean | void;

/** Who wants which key; of several the last to come is asked first, so that what lies on top acts. */
const handlers = new Map<Action, Handler[]>();

/** Handles the key of an action for as long as the component is there (and `enabled`). */
export function useKey(action: Action, handler: Handler, enabled = true): void {
  const latest = useRef(handler);
  useLayoutEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!enabled) return;
    const entry: Handler = () => latest.current();
    handlers.set(action, [entry, ...(handlers.get(action) ?? [])]);
    return () =>
      void handlers.set(
        action,
        (handlers.get(action) ?? []).filter((other) => other !== entry),
      );
  }, [action, enabled]);
}

/** The app's one listener. A dialog keeps its keys to itself: it is modal for the keyboard too. */
export function useKeyboard(): void {
  useEffect(() => {
    document.addEventListener('keydown', dispatch);
    return () => document.removeEventListener('keydown', dispatch);
  }, []);
}

function dispatch(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.defaultPrevented || event.isComposing || target.closest('[role="dialog"],[role="menu"]')) return;
  for (const action of Object.keys(KEYS) as Action[]) {
    if (!pressed(action, event) || (writes(action) && isText(target))) continue;
    for (const handler of handlers.get(action) ?? []) {
      if (handler() === false) continue;
      event.preventDefault();
      return;
    }
  }
}

const isText = (element: HTMLElement): boolean =>
  element.isContentEditable ||
  (element.matches('input,textarea,select') && !element.matches('[type=checkbox],[type=radio]'));
