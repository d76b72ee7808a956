/** Writes an IP address as its bits, by hand: the interpreter's check on the address library. */

/** 32 or 128 characters `0` and `1`; undefined for what is no address. IPv4 mapped into IPv6 counts as IPv4. */
export function addressBits(text: string): string | undefined {
  if (!text.includes(':')) return v4Bits(text);
  const bits = v6Bits(text);
  const mapped = '0'.repeat(80) + '1'.repeat(16);
  return bits?.startsWith(mapped) ? bits.slice(mapped.length) : bits;
}

function v4Bits(text: string): string | undefined {
  const parts = text.split('.');
  const areBytes = parts.every((part) => /^(?:0|[1-9]\d{0,2})$/u.test(part) && Number(part) < 256);
  return parts.length === 4 && areBytes ? parts.map((part) => binary(Number(part), 8)).join('') : undefined;
}

function v6Bits(text: string): string | undefined {
  const halves = withoutDottedTail(text).split('::');
  if (halves.length > 2) return undefined;
  const [front = [], back = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - front.length - back.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...front, ...Array.from({ length: missing }, () => '0'), ...back];
  const areGroups = groups.every((group) => /^[\da-f]{1,4}$/iu.test(group));
  return areGroups ? groups.map((group) => binary(Number.parseInt(group, 16), 16)).join('') : undefined;
}

/** `::ffff:192.0.2.1` as `::ffff:c000:201`. */
function withoutDottedTail(text: string): string {
  const tail = text.slice(text.lastIndexOf(':') + 1);
  const bits = tail.includes('.') ? v4Bits(tail) : undefined;
  if (bits === undefined) return text;
  const groups = [bits.slice(0, 16), bits.slice(16)].map((half) => Number.parseInt(half, 2).toString(16));
  return text.slice(0, text.length - tail.length) + groups.join(':');
}

function binary(number: number, width: number): string {
  return number.toString(2).padStart(width, '0');
}
