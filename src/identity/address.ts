/** Network addresses as they stand in audit logs, where service names and damaged addresses occur too. */
import ipaddr from 'ipaddr.js';

/** Whether the text is an IPv4 address in four decimal parts or an IPv6 address. `075.050.255.67` is neither. */
export function isIpAddress(text: string): boolean {
  return ipaddr.IPv6.isValid(text) || (ipaddr.IPv4.isValidFourPartDecimal(text) && !/(?:^|\.)0\d/.test(text));
}
