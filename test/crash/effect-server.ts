import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** A server outside that does what is asked of it once for each key, and counts how often it is asked. */
export interface EffectServer {
  readonly port: number;
  /** How often each key was asked for. */
  readonly attempts: ReadonlyMap<string, number>;
}

/** Starts the server on loopback; it stops when the test is over. */
export async function effectServer(): Promise<EffectServer> {
  const attempts = new Map<string, number>();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    const lines = createInterface({ input: socket });
    // Whoever asked may have been killed meanwhile.
    lines.on('error', () => undefined);
    lines.on('line', (key) => {
      attempts.set(key, (attempts.get(key) ?? 0) + 1);
      socket.write('1\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, attempts };
}
