import pino, { type Logger } from 'pino';
import { prettyFactory } from 'pino-pretty';

/** Never written, wherever they turn up in a logged object. */
const REDACTED = [
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'body',
  'secret',
];

/**
 * Structured logs: one JSON object a line, with request, socket and user ids where they exist. Message text, passwords
 * and tokens are redacted by name. Configured once at boot by `configureLog`; usable before.
 */
let sink: { write(line: string): void } = process.stdout;

export const log: Logger = pino(
  {
    base: undefined,
    level: 'info',
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED.flatMap((k) => [k, `*.${k}`, `*.*.${k}`, `headers["${k}"]`]), censor: '[redacted]' },
  },
  { write: (line) => sink.write(line) },
);

export function configureLog(level: string, format: string): void {
  log.level = level;
  if (format !== 'pretty') return;
  const pretty = prettyFactory({ ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' });
  sink = { write: (line) => process.stdout.write(pretty(line)) };
}
