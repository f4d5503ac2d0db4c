import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { isKnownOrigin } from '../../auth/known-origin.js';
import { addressKey } from '../../rate-limit/address-key.js';
import { realtimeMetrics } from '../metrics.js';

/** Sockets of one address that have not signed in (yet). A storm of reconnecting users behind one address has to fit. */
const UNSIGNED_PER_ADDRESS = 500;

const STATUS = {
  closed: '503 Service Unavailable',
  protocol: '400 Bad Request',
  origin: '403 Forbidden',
  too_many_unsigned: '429 Too Many Requests',
} as const;

export interface Refusal {
  reason: keyof typeof STATUS;
  status: string;
}

/** Who may open a socket at all: a known origin, and not too many from one address before they signed in. */
export class Admission {
  private readonly unsigned = new Map<string, number>();
  private readonly leaves = new WeakMap<Socket, () => void>();
  private closed = false;

  constructor(
    private readonly origins: readonly string[],
    private readonly trustedProxies: number,
  ) {}

  /** No further sockets: the node is going down, or does not serve any. */
  close(): void {
    this.closed = true;
  }

  /** Null, or why not. */
  refusal(request: IncomingMessage): Refusal | null {
    const reason = this.reason(request);
    if (reason) realtimeMetrics.refused.inc({ code: `handshake.${reason}` });
    return reason && { reason, status: STATUS[reason] };
  }

  /** Counts an unsigned socket, until it is gone or `signedIn`. */
  enter(request: IncomingMessage): void {
    const address = this.addressOf(request);
    const raw = request.socket;
    this.unsigned.set(address, (this.unsigned.get(address) ?? 0) + 1);
    const leave = (): void => {
      raw.removeListener('close', leave);
      this.leaves.delete(raw);
      const left = this.unsigned.get(address)! - 1;
      if (left > 0) this.unsigned.set(address, left);
      else this.unsigned.delete(address);
    };
    this.leaves.set(raw, leave);
    raw.on('close', leave);
  }

  signedIn(raw: Socket): void {
    this.leaves.get(raw)?.();
  }

  private reason(request: IncomingMessage): keyof typeof STATUS | null {
    if (this.closed) return 'closed';
    if (!/[?&]EIO=4(&|$)/.test(request.url ?? '')) return 'protocol';
    if (!isKnownOrigin(request.headers, this.origins) || hidesOrigin(request)) return 'origin';
    return (this.unsigned.get(this.addressOf(request)) ?? 0) >= UNSIGNED_PER_ADDRESS ? 'too_many_unsigned' : null;
  }

  /** Whose socket it is, counted as requests are. Believes exactly so many proxies, counted from this server outwards. */
  addressOf(request: IncomingMessage): string {
    const forwarded = String(request.headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    const hops = [...forwarded, request.socket.remoteAddress ?? ''];
    return addressKey(hops[Math.max(0, hops.length - 1 - this.trustedProxies)]!);
  }
}

/** A browser that opens a socket always says where it comes from. It cannot leave these headers out, and a page cannot change them. */
function hidesOrigin({ headers }: IncomingMessage): boolean {
  const fetches = headers['sec-fetch-mode'] ?? headers['sec-fetch-site'] ?? headers['sec-fetch-dest'];
  return headers.origin === undefined && (fetches !== undefined || /^Mozilla\//.test(headers['user-agent'] ?? ''));
}
