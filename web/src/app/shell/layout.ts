/** Below this width there is one column; the address decides which. The theme's breakpoint `md`. */
const NARROW = '@media (max-width: 767.95px)';
const WIDE = '@media (min-width: 768px)';

/** Shown in one column only, by CSS alone: nothing jumps while the page starts. */
export const onlyNarrow = (display: 'flex' | 'block') => ({ display, [WIDE]: { display: 'none' } });

export const onlyWide = (display: 'flex' | 'block') => ({ display, [NARROW]: { display: 'none' } });
