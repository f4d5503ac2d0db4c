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

const DAY_MS = 86_400_000;

export function formatter(locale: string, now: () => number = Date.now): Format {
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' });
  const date = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: '2-digit' });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full' });
  const midnight = () => new Date(now()).setHours(0, 0, 0, 0);
  return {
    time: (at) => time.format(new Date(at)),
    day: (text, words) => {
      const from = midnight();
      const at = Date.parse(text);
      if (at >= from) return words.today;
      return at >= from - DAY_MS ? words.yesterday : day.format(at);
    },
    full: (at) => full.format(new Date(at)),
    short: (text) => {
      const at = new Date(text);
      if (at.getTime() >= midnight()) return time.format(at);
      return (at.getTime() >= midnight() - 6 * DAY_MS ? weekday : date).format(at);
    },
  };
}
