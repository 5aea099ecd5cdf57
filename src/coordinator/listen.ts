import { getRequestListener } from '@hono/node-server';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../shared/errors.ts';
import type { CoordinatorApp } from './http/app.ts';

const HEADERS_LIMIT_MS = 15_000;
const REQUEST_LIMIT_MS = 120_000;

export interface Listening {
  readonly server: Server;
  /** Port that it listens on. */
  readonly port: number;
  /** Takes no more requests and waits for those that run, for a while. */
  close(): Promise<void>;
}

/** @throws AppError `config.invalid` when the port is taken or may not be used */
export async function listen(app: CoordinatorApp, host: string, port: number): Promise<Listening> {
  const answer = getRequestListener(app.fetch);
  const server = createServer(
    { headersTimeout: HEADERS_LIMIT_MS, requestTimeout: REQUEST_LIMIT_MS },
    (request, response) => void answer(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new AppError('config.invalid', listenProblem(cause, host, port), { cause })),
    );
    server.listen(port, host, resolve);
  });
  return {
    server,
    port: (server.address() as AddressInfo).port, // a TCP server has no other kind of address
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const force = setTimeout(() => server.closeAllConnections(), 3000);
      await closed;
      clearTimeout(force);
    },
  };
}

function listenProblem({ code, message }: NodeJS.ErrnoException, host: string, port: number) {
  if (code === 'EADDRINUSE')
    return `port ${port} of ${host} is in use by another program; stop it or set ADIT_PORT to a free port`;
  if (code === 'EACCES')
    return `port ${port} may not be used by this account; set ADIT_PORT to a port above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is not an address of this machine; set ADIT_HOST to one that is`;
  return `cannot listen on ${host}:${port}: ${message}`;
}
