import type { FaultProxy } from '../../proxy/fault-proxy.js';

/** What these proxies hit from now on. */
export function hitsOf(...proxies: FaultProxy[]): () => number {
  const total = () => proxies.reduce((sum, { hits }) => sum + hits, 0);
  const before = total();
  return () => total() - before;
}
