import type { Context } from '@cairn/core';
import type { LogEvidence } from '../graph/evidence.ts';
import { serviceAt, type Site } from '../site.ts';
import type { LogLine } from '../world/log.ts';
import { readLogTail } from '../world/readers.ts';

/** Reads the service's log file. */
export async function readLogs(site: Site, ctx: Context): Promise<{ evidence: LogEvidence[] }> {
  const { log } = await serviceAt(site);
  const found = await ctx.step('read', async () => evidenceIn(await readLogTail(log, 1_000)));
  ctx.emit(found.finding);
  return { evidence: [found] };
}

/** What the lines say of the version that wrote the last of them. */
export function evidenceIn(lines: readonly LogLine[]): LogEvidence {
  const version = lines.at(-1)?.version;
  if (version === undefined) throw new Error('The log is empty.');
  const own = lines.filter((line) => line.version === version);
  const orders = own.filter(({ route }) => route === '/checkout').length;
  const errors = own.filter(({ level }) => level === 'error');
  const [first] = errors;
  if (first === undefined) return { source: 'logs', finding: `${version} logs no errors`, version, orders, errors: 0 };
  const signature = mostFrequent(errors.map(({ message }) => message));
  const finding = `${errors.length} of ${orders} orders failed at ${version}: "${signature}"`;
  const since = new Date(first.time);
  return { source: 'logs', finding, version, orders, errors: errors.length, signature, since };
}

function mostFrequent(messages: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const message of messages) counts.set(message, (counts.get(message) ?? 0) + 1);
  const [first] = [...counts].toSorted(([, one], [, other]) => other - one);
  return first?.[0] ?? '';
}
