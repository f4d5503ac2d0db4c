import { randomFrom } from './random.js';

const WORDS = [
  ...[
    'how',
    'do',
    'I',
    'mount',
    'this',
    'disk',
    'again?',
    'sudo apt-get install',
    '  two  spaces',
    'naïve café',
    '日本語',
  ],
  ...[
    'https://example.org/a?b=c&d=%20',
    'rm -rf /tmp/x',
    '🎉',
    '\ufeffbom',
    '<b>tag</b>',
    '"quoted"',
    "'",
    '\\n',
    '$HOME',
  ],
  ...[
    'ﬁ ligature',
    'a'.repeat(80),
    '…',
    '!!!',
    'مرحبا',
    '* starred',
    '=== not an event',
    '[12:34] <nobody> not a line',
  ],
];

/**
 * A log of a busy channel in the form IRC clients write: messages, actions, joins, departures and changes of nick, with
 * the oddities of real ones. The same seed gives the same log.
 */
export function ircLog(seed: number, lines: number): string {
  const random = randomFrom(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const here = ['ann', 'bob|away', 'c', '[dan]', 'eve_'];
  let newcomers = 0;
  const one = (minute: string): string => {
    const kind = random();
    const nick = pick(here);
    const text = Array.from({ length: 1 + Math.floor(random() * 12) }, () => pick(WORDS)).join(' ');
    if (kind < 0.05) {
      here.push(`new${++newcomers}`);
      return `=== new${newcomers} [n=new@example.org] has joined #channel`;
    }
    if (kind < 0.08 && here.length > 3) {
      here.splice(here.indexOf(nick), 1);
      return `=== ${nick} [n=x@example.org] has ${pick(['left #channel []', 'quit [Quit: bye]'])}`;
    }
    if (kind < 0.1) {
      const changed = `${nick.slice(0, 6)}${Math.floor(random() * 1000)}`;
      if (here.includes(changed)) return '=== Topic for #channel: welcome';
      here[here.indexOf(nick)] = changed;
      return `=== ${nick} is now known as ${changed}`;
    }
    if (kind < 0.13) return `[${minute}]  * ${nick} ${text}`;
    // Some say nothing at all, which the server refuses.
    return `[${minute}] <${nick}> ${kind < 0.14 ? '' : text}`;
  };
  const rows = Array.from({ length: lines }, (_, i) => {
    const minute = Math.floor((i / lines) * 60);
    return one(`23:${String(minute).padStart(2, '0')}`);
  });
  return `${rows.join('\n')}\n`;
}
