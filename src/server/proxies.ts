import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Address of whoever sent a request; empty where the peer has left already. */
export type AddressOf = (request: IncomingMessage) => string;

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return list;
}

/**
 * Reads `X-Forwarded-For` from the right, as far as each hop that reports the next one is a trusted proxy: what
 * stands further left may be what the caller made up. `trusted` are addresses or networks such as `10.0.0.0/8`.
 */
export function addressReader(trusted: readonly string[]): AddressOf {
  const proxies = listOf(trusted);
  const isProxy = (address: string): boolean =>
    isIP(address) !== 0 && proxies.check(address, familyOf(address));
  return ({ socket, headers }) => {
    let address = socket.remoteAddress ?? '';
    if (trusted.length === 0) return address;
    const hops = String(headers['x-forwarded-for'] ?? '').split(',');
    while (isProxy(address)) {
      const hop = hops.pop()?.trim() ?? '';
      if (isIP(hop) === 0) return address;
      address = hop;
    }
    return address;
  };
}
