import { existsSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { appendJsonLine, readJsonLines } from './json-lines.ts';

/** One entry of the deploy list; the last one is what runs. */
export interface Deploy {
  readonly version: string;
  /** ISO 8601. */
  readonly at: string;
  readonly author: string;
  /** What changed. */
  readonly summary: string;
}

export const Deploy: z.ZodType<Deploy> = z.object({
  version: z.string(),
  at: z.iso.datetime(),
  author: z.string(),
  summary: z.string(),
});

const minute = 60_000;

const history: readonly (Omit<Deploy, 'at'> & { readonly ago: number })[] = [
  { version: 'v1.4.0', ago: 9 * 1_440 * minute, author: 'mira', summary: 'Show delivery dates at checkout' },
  { version: 'v1.4.1', ago: 2 * 1_440 * minute, author: 'jonas', summary: 'Round totals per line item' },
  { version: 'v1.4.2', ago: 12 * minute, author: 'mira', summary: 'Keep carts in an in-process cache: one query less' },
];

/** Makes sure the list at `path` ends with `version`: writes its history the first time, a new entry after a change. */
export function recordDeploy(path: string, version: string): void {
  if (!existsSync(path)) writeFileSync(path, historyUpTo(version));
  const before = readDeployList(path).at(-1)?.version;
  if (before === version) return;
  const summary = `Started at ${version}, was ${before ?? 'not deployed'}`;
  appendJsonLine(path, { version, at: new Date().toISOString(), author: 'runbook', summary } satisfies Deploy);
}

/** The deploy list at `path`, oldest first. */
export function readDeployList(path: string): Deploy[] {
  return readJsonLines(path, Deploy);
}

function historyUpTo(version: string): string {
  const end = history.findIndex((entry) => entry.version === version) + 1;
  return history
    .slice(0, end)
    .map(({ ago, ...entry }) => `${JSON.stringify({ ...entry, at: new Date(Date.now() - ago).toISOString() })}\n`)
    .join('');
}
