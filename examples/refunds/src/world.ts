import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { nodeHandler } from '@cairn/patterns';
import type { Bank } from './refunds.ts';

/** Serves handlers of the web on loopback, at the port that a file remembers: links lead to the same place after a restart. */
export async function serve(file: string, handler: (request: Request) => Promise<Response>) {
  const server = createServer(nodeHandler(handler));
  server.listen(existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  writeFileSync(file, String(port));
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A bank whose ledger is a file: what comes again under its key is paid once. */
export function ledger(folder: string, onPaid: (order: string) => void): Bank {
  const file = join(folder, 'ledger.jsonl');
  return {
    async pay({ order, amount }, key) {
      const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
      const entries = lines.map((line) => JSON.parse(line) as { key: string; receipt: string });
      const before = entries.find((entry) => entry.key === key);
      if (before !== undefined) return before.receipt;
      const receipt = `r-${entries.length + 1}`;
      appendFileSync(file, `${JSON.stringify({ key, order, amount, receipt })}\n`);
      onPaid(order);
      return receipt;
    },
  };
}

/** A channel where notices come in Slack's format; those that came stay in a file. */
export function channel(folder: string, onNotice: (text: string) => void) {
  const file = join(folder, 'channel.jsonl');
  return {
    async receive(request: Request): Promise<Response> {
      const body = await request.text();
      appendFileSync(file, `${body}\n`);
      onNotice(body);
      return new Response('ok');
    },
    notices: (): readonly string[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []),
  };
}

/** Whoever reads the channel: they open the page of a link, and press its button, as they see fit. */
export async function answerNotice(body: string): Promise<void> {
  const { blocks, text } = JSON.parse(body) as {
    text: string;
    blocks: { type: string; text?: { text: string }; elements?: { text: string }[] }[];
  };
  const links = blocks.flatMap((block) => {
    const [, url, label] = /^\*<(.+)\|(.+)>\*$/u.exec(block.text?.text ?? '') ?? [];
    return url === undefined ? [] : [{ url: url.replaceAll('&amp;', '&'), label }];
  });
  const isGrace = blocks.some(({ elements }) => elements?.some((each) => each.text === 'For grace'));
  const isRefused = JSON.stringify(blocks).includes('did not like');
  // Grace looks at what is large alone.
  if (isGrace && !text.includes('5000')) return;
  const link = links.find(({ label }) => label === (isRefused ? 'Reject' : 'Approve'));
  if (link === undefined) return;
  await (await fetch(link.url)).text();
  const filled = new URLSearchParams({ reason: 'That is no reason.', note: 'As it says.' });
  await (await fetch(link.url, { method: 'POST', body: filled })).text();
}
