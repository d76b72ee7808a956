/** IP networks and the addresses in them. What is no well-formed address is in no network; nothing throws. */
import ipaddr from 'ipaddr.js';

/** A parsed network. */
export interface IpNetwork {
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly prefixLength: number;
}

/** Parses `203.0.113.0/24`, `2001:db8::/32` or one address; undefined where it is neither. */
export function parseNetwork(text: string): IpNetwork | undefined {
  const [addressText = '', prefixText, ...rest] = text.trim().split('/');
  const address = parseAddress(addressText);
  if (address === undefined || rest.length > 0) return undefined;
  const longest = address.kind() === 'ipv4' ? 32 : 128;
  if (prefixText === undefined) return { address, prefixLength: longest };
  const prefixLength = /^\d{1,3}$/u.test(prefixText) ? Number(prefixText) : Infinity;
  return prefixLength <= longest ? { address, prefixLength } : undefined;
}

/** Whether a text is an address in a network. */
export function isInNetwork(text: string, network: IpNetwork): boolean {
  const address = parseAddress(text);
  return address?.kind() === network.address.kind() && address.match(network.address, network.prefixLength);
}

/** An address in its usual notation. Octal, hexadecimal and shortened forms (`075.050.255.67`) are refused. */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (/^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/u.test(text)) {
    return ipaddr.IPv4.isValid(text) ? ipaddr.IPv4.parse(text) : undefined;
  }
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}
