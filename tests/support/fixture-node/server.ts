import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Connection, type RpcContext, callMethod } from './rpc.ts';
import { RpcError } from './rpc-error.ts';

// The WebSocket server in front of the simulated chain, on the loopback alone.

export interface ServerOptions {
  readonly port: number;
  readonly context: Omit<RpcContext, 'connection'>;
}

export interface NodeServer {
  readonly url: string;
  /** Calls answered so far, by method. */
  readonly calls: ReadonlyMap<string, number>;
  readonly errors: readonly { readonly method: string; readonly error: RpcError }[];
  connections(): number;
  /** Connections ever taken. */
  accepted(): number;
  /** Milliseconds an answer waits, by method. */
  delay(waitMs: (method: string) => number): void;
  refuse(refused: boolean): void;
  dropSockets(): void;
  close(): Promise<void>;
}

interface Request {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

export async function startServer({ port, context }: ServerOptions): Promise<NodeServer> {
  const calls = new Map<string, number>();
  const errors: { method: string; error: RpcError }[] = [];
  const sockets = new Set<WebSocket>();
  let accepted = 0;
  let refused = false;
  let waitMs: (method: string) => number = () => 0;

  const http = createServer((_request, response) => response.writeHead(426).end());
  const server = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    if (refused) return socket.destroy();
    server.handleUpgrade(request, socket, head, (ws) => server.emit('connection', ws, request));
  });

  function answer(request: Request, connection: Connection): object {
    const { id, method, params } = request;
    calls.set(method, (calls.get(method) ?? 0) + 1);
    try {
      const result = callMethod({ ...context, connection }, method, params) ?? null;
      return { jsonrpc: '2.0', id, result };
    } catch (error) {
      const known = error instanceof RpcError ? error : new RpcError(-32603, String(error));
      errors.push({ method, error: known });
      const { code, message, data } = known;
      return {
        jsonrpc: '2.0',
        id,
        error: { code, message, ...(data === undefined ? {} : { data }) },
      };
    }
  }

  server.on('connection', (socket) => {
    accepted += 1;
    sockets.add(socket);
    const line = openLine(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      line.shutAll();
    });
    socket.on('message', (data) => {
      const request = parseRequest(String(data));
      const respond = (): void => line.answer(() => answer(request, line));
      const wait = waitMs(request.method);
      if (wait > 0) setTimeout(respond, wait);
      else respond();
    });
  });

  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  const dropSockets = (): void => {
    for (const socket of sockets) socket.terminate();
  };
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    calls,
    errors,
    connections: () => sockets.size,
    accepted: () => accepted,
    delay(next) {
      waitMs = next;
    },
    refuse(next) {
      refused = next;
    },
    dropSockets,
    async close() {
      dropSockets();
      server.close();
      http.close();
      await once(http, 'close');
    },
  };
}

function parseRequest(message: string): Request {
  const { id, method, params } = JSON.parse(message) as Partial<Request>;
  return { id, method: String(method), params: Array.isArray(params) ? params : [] };
}

interface Line extends Connection {
  answer(give: () => object): void;
  shutAll(): void;
}

/** One socket: notifications made while an answer is worked out go after it. */
function openLine(socket: WebSocket): Line {
  const subscriptions = new Map<string, () => void>();
  let held: object[] | null = null;
  let count = 0;
  const send = (message: object): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  return {
    answer(give) {
      const after: object[] = [];
      held = after;
      const response = give();
      held = null;
      send(response);
      after.forEach(send);
    },
    notify(method, subscription, result) {
      const message = { jsonrpc: '2.0', method, params: { subscription, result } };
      if (held) held.push(message);
      else send(message);
    },
    open(start) {
      count += 1;
      const id = `fixture-${count}`;
      subscriptions.set(id, start(id));
      return id;
    },
    shut(subscription) {
      const stop = subscriptions.get(subscription);
      stop?.();
      return subscriptions.delete(subscription);
    },
    shutAll() {
      for (const stop of subscriptions.values()) stop();
      subscriptions.clear();
    },
  };
}
