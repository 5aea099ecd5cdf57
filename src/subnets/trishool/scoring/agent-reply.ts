/** What an agent's error page starts with; any 50x counts. */
const SERVER_FAULT = 'HTTP 50';

/**
 * Whether a question failed before it could be judged: an empty reply, or one that carries a
 * server's error. It scores 0. Section e.1. Label: from the specification.
 */
export function isFailedReply(reply: string): boolean {
  return reply === '' || reply.includes(SERVER_FAULT);
}
