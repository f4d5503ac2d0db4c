import ipaddr from 'ipaddr.js';

/** Some proxies name the port too: 192.0.2.1:4711, [2001:db8::1]:4711. */
const WITH_PORT = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d+)?$/;

/** One key per customer line: an IPv6 line owns a whole /64, so its addresses count together. */
export function addressKey(named: string): string {
  const [, v6, v4] = WITH_PORT.exec(named) ?? [];
  const address = v6 ?? v4 ?? named;
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`
    : parsed.toString();
}
