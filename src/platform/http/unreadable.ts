import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { PlatformErrorCode } from '../../contract/index.js';
import { PlatformError, toProblem } from '../errors/index.js';

const CODES: Record<string, PlatformErrorCode> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'platform.timeout',
  HPE_HEADER_OVERFLOW: 'platform.headers_too_large',
};

/**
 * Answers what never became a request (no HTTP, two lengths, endless headers, too slow) as every other refusal, and hangs up:
 * where one request ends and the next begins is not known any more.
 */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  // Nobody is there any more to be told.
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const problem = toProblem(new PlatformError(CODES[error.code ?? ''] ?? 'platform.malformed'));
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Connection: close',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
