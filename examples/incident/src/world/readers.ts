import { open } from 'node:fs/promises';
import { z } from 'zod';
import { Deploy } from './deploys.ts';
import { parseJsonLines } from './json-lines.ts';
import { LogLine } from './log.ts';
import { parsePrometheus, type Sample } from './prometheus.ts';

/** What a service says of itself. */
export interface Health {
  /** Whether it answered 200. */
  readonly ok: boolean;
  readonly status: string;
  readonly version: string;
}

const Health: z.ZodType<Omit<Health, 'ok'>> = z.object({ status: z.string(), version: z.string() });

/** Bytes read from a log's end at most. */
const tailLimit = 262_144;

/** The last `lines` lines of a log, oldest first; only the end of the file is read. */
export async function readLogTail(path: string, lines: number): Promise<LogLine[]> {
  const text = await endOf(path);
  return parseJsonLines(text, LogLine).slice(-lines);
}

/** What the service at `url` measures. */
export async function readMetrics(url: string, signal?: AbortSignal): Promise<Sample[]> {
  return parsePrometheus(await (await get(`${url}/metrics`, signal)).text());
}

/** The deploy list of the service at `url`, oldest first. */
export async function readDeploys(url: string, signal?: AbortSignal): Promise<Deploy[]> {
  return z.array(Deploy).parse(await (await get(`${url}/deploys`, signal)).json());
}

/** How the service at `url` is; it rejects when nothing answers. */
export async function readHealth(url: string, signal?: AbortSignal): Promise<Health> {
  const response = await fetch(`${url}/healthz`, { signal: signal ?? null });
  return { ok: response.ok, ...Health.parse(await response.json()) };
}

async function get(url: string, signal: AbortSignal | undefined): Promise<Response> {
  const response = await fetch(url, { signal: signal ?? null });
  if (response.ok) return response;
  throw new Error(`${url} answered ${response.status}.`);
}

async function endOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const length = Math.min(size, tailLimit);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
