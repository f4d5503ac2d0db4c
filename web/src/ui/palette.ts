/**
 * The colours, light and dark each designed for itself: neutral greys with a slight green, one accent. In the dark, what
 * lies higher is lighter. Contrast is checked by `palette.spec.ts`.
 */
export interface Scheme {
  /** From the bottom up: the frame, what is read and written on, what floats above it. */
  frame: string;
  surface: string;
  raised: string;
  text: string;
  quiet: string;
  line: string;
  accent: string;
  accentHover: string;
  onAccent: string;
  /** The accent as a tint: the selected row, one's own message. */
  tint: string;
  danger: string;
  warning: string;
  success: string;
}

export const LIGHT: Scheme = {
  frame: '#e9efed',
  surface: '#fbfdfc',
  raised: '#ffffff',
  text: '#17211f',
  quiet: '#50605c',
  line: '#d7e0dd',
  accent: '#0d6f67',
  accentHover: '#0b5f59',
  onAccent: '#ffffff',
  tint: '#d9ede9',
  danger: '#b3261e',
  warning: '#8a5300',
  success: '#14703f',
};

export const DARK: Scheme = {
  frame: '#0e1312',
  surface: '#161d1b',
  raised: '#202927',
  text: '#e4ebe9',
  quiet: '#9caeaa',
  line: '#2b3633',
  accent: '#5ecfc0',
  accentHover: '#82ddd1',
  onAccent: '#06302b',
  tint: '#1d3b37',
  danger: '#ff9188',
  warning: '#f2b95c',
  success: '#5fd39a',
};

/** How light a colour is, and how well two can be told apart (WCAG 2.2). Colours as `#rrggbb`. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Behind initials, white on each; chosen by id, so that somebody has the same colour everywhere. */
export const AVATAR_COLOURS = [
  '#0b6e66',
  '#1f6f3f',
  '#4a6a16',
  '#7a5b00',
  '#a0460f',
  '#b03a3a',
  '#a83268',
  '#8a3fa0',
  '#6a4bc0',
  '#3f5bbf',
  '#1c6aa3',
  '#4f6472',
] as const;

export function avatarColour(id: string): string {
  let sum = 0;
  for (const char of id) sum = (Math.imul(sum, 31) + char.charCodeAt(0)) | 0;
  return AVATAR_COLOURS[Math.abs(sum) % AVATAR_COLOURS.length]!;
}

/** At most two letters: of the first and last word, or the first of a single one. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toLocaleUpperCase();
}
