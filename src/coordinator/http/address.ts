import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * Whose request it is, for limits: the peer, or, behind trusted proxies, what the outermost of
 * them saw. An IPv6 client owns a whole /64, so that is what counts as one address.
 * @param proxies how many proxies are trusted
 */
export function clientAddress(request: IncomingMessage | undefined, proxies: number): string {
  const peer = request?.socket.remoteAddress ?? 'unknown';
  const forwarded = proxies > 0 ? request?.headers['x-forwarded-for'] : undefined;
  if (forwarded === undefined) return network(peer);
  const seen = [forwarded].flat().join(',').split(',');
  return network(seen.at(-proxies)?.trim() ?? peer);
}

function network(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail?.split(':').filter(Boolean) ?? [];
  const middle = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...middle, ...right].slice(0, 4).join(':');
}
