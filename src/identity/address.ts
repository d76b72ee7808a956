/** Network addresses as they stand in audit logs, where service names and damaged addresses occur too. */
import ipaddr from 'ipaddr.js';

/** Four decimal parts without leading zeros, which some readers take for octal. */
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Whether the text is an IPv4 address in four decimal parts or an IPv6 address. `075.050.255.67` is neither. */
export function isIpAddress(text: string): boolean {
  return text.includes(':') ? ipaddr.IPv6.isValid(text) : IPV4.test(text);
}
