import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Sources on loopback that fail, hang and limit rates as those of the world do. */
export interface Sources {
  readonly url: string;
  close(): Promise<void>;
}

/** How a source answers a request, by the number of the company: most are good, each for other companies not. */
function wayOf(kind: string, company: number): 'good' | 'hangs' | 'fails' | 'fails at first' | 'is limited' {
  if (kind === 'filings' && company % 10 === 3) return 'hangs';
  if (kind === 'news' && company % 10 === 7) return 'fails';
  if (kind === 'profile' && company === 44) return 'fails';
  if (kind === 'profile' && company % 10 === 5) return 'fails at first';
  return kind === 'news' && company % 5 === 1 ? 'is limited' : 'good';
}

/** Serves `/profile/7`, `/filings/7` and `/news/7`; each request is a line of a file. */
export async function sources(log: string): Promise<Sources> {
  const seen = new Map<string, number>();
  const answer = (path: string, response: ServerResponse): void => {
    const [, kind = '', company = ''] = path.split('/');
    appendFileSync(log, `${process.pid} ${kind}/${company}\n`);
    const times = (seen.get(path) ?? 0) + 1;
    seen.set(path, times);
    const way = wayOf(kind, Number(company));
    // It never answers: whoever asks has to give up.
    if (way === 'hangs') return;
    if (way === 'fails' || (way === 'fails at first' && times === 1)) response.writeHead(503).end('down');
    else if (way === 'is limited' && times < 3) response.writeHead(429, { 'retry-after': '0.05' }).end();
    else
      setTimeout(
        () => response.end(JSON.stringify({ text: `${kind} of company ${company}` })),
        5 + (Number(company) % 7) * 3,
      );
  };
  const server = createServer((request, response) => answer(request.url ?? '', response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
