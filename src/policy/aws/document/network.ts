/** How much of the address space a list of networks holds. */

/**
 * Whether a list of networks (`203.0.113.0/24`, `2001:db8::/32`, a single address) is a real limit: together at most a
 * 64th of all IPv4 addresses or a 65536th of all IPv6 addresses. The shares are added up, because `0.0.0.0/1` with
 * `128.0.0.0/1` is the whole internet although neither is `/0`. Text that is no network proves nothing: false.
 */
export function areNarrowNetworks(networks: readonly string[]): boolean {
  let v4 = 0;
  let v6 = 0;
  for (const network of networks) {
    const [address = '', prefix, ...more] = network.split('/');
    const bitsMax = V4.test(address) ? 32 : V6.test(address) ? 128 : undefined;
    if (bitsMax === undefined || more.length > 0 || !/^\d{1,3}$/u.test(prefix ?? String(bitsMax))) return false;
    const bits = prefix === undefined ? bitsMax : Number(prefix);
    if (bits > bitsMax) return false;
    if (bitsMax === 32) v4 += 2 ** -bits;
    else v6 += 2 ** -bits;
  }
  return networks.length > 0 && v4 <= 2 ** -6 && v6 <= 2 ** -16;
}

const V4 = /^\d{1,3}(?:\.\d{1,3}){3}$/u;
const V6 = /^(?=[^:]*:)[\da-f:.]{2,45}$/iu;
