import { Box } from '@mui/material';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useT } from '../../i18n/index.js';
import { LIST_WIDTH, setPreferences, usePreferences } from '../../preferences/index.js';
import { onlyWide } from './layout.js';

const STEP = 8;

const setWidth = (width: number): void =>
  setPreferences({ listWidth: Math.round(Math.min(LIST_WIDTH.max, Math.max(LIST_WIDTH.min, width))) });

/** Between list and view: drawn by the pointer, moved by the arrow keys, back to the usual width by a double click. */
export function ResizeHandle() {
  const t = useT();
  const width = usePreferences((state) => state.listWidth);
  const drag = useRef<{ from: number; width: number } | null>(null);
  const direction = () => (document.documentElement.dir === 'rtl' ? -1 : 1);
  const begin = (event: PointerEvent) => {
    drag.current = { from: event.clientX, width };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    if (drag.current) setWidth(drag.current.width + (event.clientX - drag.current.from) * direction());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (step !== undefined && !event.altKey) setWidth(width + step * direction());
  };
  return (
    <Box
      role="separator"
      aria-orientation="vertical"
      aria-label={t('shell.resize')}
      aria-valuenow={width}
      aria-valuemin={LIST_WIDTH.min}
      aria-valuemax={LIST_WIDTH.max}
      tabIndex={0}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => (drag.current = null)}
      onDoubleClick={() => setWidth(LIST_WIDTH.usual)}
      onKeyDown={onKeyDown}
      sx={{
        ...onlyWide('block'),
        flex: 'none',
        inlineSize: 8,
        marginInlineEnd: '-4px',
        zIndex: 1,
        cursor: 'col-resize',
        touchAction: 'none',
      }}
    />
  );
}
