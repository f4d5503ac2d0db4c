import type { Components, Theme } from '@mui/material/styles';

/** Written once for all: the visible focus, quiet surfaces without shadows but for what floats, nothing that moves for long. */
export const componentDefaults: Components<Theme> = {
  MuiCssBaseline: {
    styleOverrides: (theme) => ({
      html: { height: '100%' },
      body: {
        height: '100%',
        margin: 0,
        backgroundColor: theme.vars.palette.background.frame,
        overscrollBehavior: 'none',
        fontSynthesis: 'none',
      },
      '#root': { height: '100%' },
      ':focus-visible': { outline: `2px solid ${theme.vars.palette.primary.main}`, outlineOffset: 2 },
      '::selection': { backgroundColor: theme.vars.palette.background.tint },
      '*': { scrollbarWidth: 'thin', scrollbarColor: `${theme.vars.palette.divider} transparent` },
      '@media (prefers-reduced-motion: reduce)': {
        '*, *::before, *::after': { transitionDuration: '0s !important', animationDuration: '0s !important' },
      },
    }),
  },
  MuiButtonBase: { defaultProps: { disableRipple: true } },
  MuiButton: {
    defaultProps: { disableElevation: true },
    styleOverrides: { root: { minHeight: 36 } },
    variants: [
      {
        props: { variant: 'outlined', color: 'inherit' },
        style: ({ theme }) => ({ borderColor: theme.vars.palette.divider }),
      },
    ],
  },
  // As dark as every quiet text: what it says has to be read.
  MuiInputBase: {
    styleOverrides: {
      input: ({ theme }) => ({ '&::placeholder': { color: theme.vars.palette.text.secondary, opacity: 1 } }),
    },
  },
  MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiTooltip: { defaultProps: { enterDelay: 400, enterNextDelay: 100 } },
  // Headings are chosen where they stand, never by their looks.
  MuiTypography: { defaultProps: { variantMapping: { subtitle1: 'p', subtitle2: 'p', h1: 'h1', h2: 'h2' } } },
  MuiDialogTitle: { styleOverrides: { root: ({ theme }) => theme.typography.h2 } },
  MuiDialog: { defaultProps: { fullWidth: true, maxWidth: 'xs' } },
  MuiTextField: { defaultProps: { fullWidth: true, size: 'small' } },
  MuiToggleButton: { styleOverrides: { root: ({ theme }) => ({ color: theme.vars.palette.text.secondary }) } },
  MuiLink: { defaultProps: { underline: 'always' } },
};
