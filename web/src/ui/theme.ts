import '@mui/material/themeCssVarsAugmentation';
import { createTheme, type Theme } from '@mui/material/styles';
import { DARK, LIGHT, type Scheme } from './palette.js';
import { componentDefaults } from './theme-components.js';

export type Density = 'comfortable' | 'compact';

/** What density changes: heights in pixels, and the size of text. */
const DENSITIES = {
  comfortable: { row: 64, avatar: 40, gap: 12, text: 15 },
  compact: { row: 48, avatar: 32, gap: 6, text: 14 },
} as const;

declare module '@mui/material/styles' {
  interface Theme {
    density: { row: number; avatar: number; gap: number; text: number };
  }
  interface ThemeOptions {
    density?: Theme['density'];
  }
  interface TypeBackground {
    /** Around what is read and written on. */
    frame: string;
    /** The accent as a tint: what is selected. */
    tint: string;
  }
}

const palette = (scheme: Scheme) => ({
  primary: { main: scheme.accent, dark: scheme.accentHover, contrastText: scheme.onAccent },
  error: { main: scheme.danger },
  warning: { main: scheme.warning },
  success: { main: scheme.success },
  text: { primary: scheme.text, secondary: scheme.quiet },
  divider: scheme.line,
  background: { default: scheme.surface, paper: scheme.raised, frame: scheme.frame, tint: scheme.tint },
});

/** Sizes with their unit: what becomes a variable (`--mui-font-body1`) is used in style sheets too, where a bare number is none. */
const px = (size: number): string => `${size}px`;

/** Parley's look. Light and dark follow `data-theme` of the page, so that a change renders nothing anew. */
export function makeTheme(density: Density): Theme {
  const { text } = DENSITIES[density];
  return createTheme({
    cssVariables: { colorSchemeSelector: 'data-theme' },
    colorSchemes: { light: { palette: palette(LIGHT) }, dark: { palette: palette(DARK) } },
    density: DENSITIES[density],
    spacing: 8,
    shape: { borderRadius: 8 },
    breakpoints: { values: { xs: 0, sm: 600, md: 768, lg: 1200, xl: 1536 } },
    // Under 150 ms; a system that asks for less motion gets none (see the baseline).
    transitions: {
      duration: {
        shortest: 80,
        shorter: 100,
        short: 120,
        standard: 140,
        complex: 140,
        enteringScreen: 120,
        leavingScreen: 100,
      },
    },
    typography: {
      fontFamily: 'Inter, "Segoe UI Variable", "Segoe UI", system-ui, -apple-system, "Noto Sans", Roboto, sans-serif',
      fontSize: 14,
      body1: { fontSize: px(text), lineHeight: 1.45 },
      body2: { fontSize: px(text - 1), lineHeight: 1.45 },
      caption: { fontSize: px(12), lineHeight: 1.35 },
      subtitle1: { fontSize: px(text), fontWeight: 600, lineHeight: 1.35 },
      subtitle2: { fontSize: px(13), fontWeight: 600, lineHeight: 1.35 },
      h1: { fontSize: px(24), fontWeight: 650, lineHeight: 1.25, letterSpacing: '-0.01em' },
      h2: { fontSize: px(17), fontWeight: 650, lineHeight: 1.3 },
      button: { textTransform: 'none', fontWeight: 600 },
    },
    components: componentDefaults,
  });
}
