import { dayOf } from './today.js';

/** How times are written in one language. Dates come as RFC 3339, as everywhere in the contract. */
export interface Format {
  /** `14:05` */
  time: (at: string | number) => string;
  /** For a list: the time today, the weekday within a week, the date before. */
  short: (at: string) => string;
  /** `Thursday, 26 November 2026`, or the catalogue's words for today and yesterday when they are given. */
  day: (at: string, words: { today: string; yesterday: string }) => string;
  /** `Thursday, 26 November 2026 at 14:05`: for tooltips. */
  full: (at: string) => string;
}

/** `today` is the midnight with which today began. */
export function formatter(locale: string, today: number): Format {
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' });
  const date = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: '2-digit' });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full' });
  const yesterday = dayOf(today, 1);
  const thisWeek = dayOf(today, 6);
  return {
    time: (at) => time.format(new Date(at)),
    day: (text, words) => {
      const at = Date.parse(text);
      if (at >= today) return words.today;
      return at >= yesterday ? words.yesterday : day.format(at);
    },
    full: (at) => full.format(new Date(at)),
    short: (text) => {
      const at = Date.parse(text);
      if (at >= today) return time.format(at);
      return (at >= thisWeek ? weekday : date).format(at);
    },
  };
}
