import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isMissing } from './json-lines.ts';
import { freePort } from './loopback.ts';

/**
 * Where a detached program is to be found, kept in `<folder>/<name>.json`.
 *
 * The port is the lock: only one process can hold it, and `token` tells ours from a stranger's. The program writes its
 * `pid` and `version` itself once it holds the port, so the file is right even when the process that started it is gone.
 */
export interface Place {
  readonly port: number;
  readonly token: string;
  readonly pid?: number | undefined;
  readonly version?: string | undefined;
}

const Place: z.ZodType<Place> = z.object({
  port: z.number(),
  token: z.string(),
  pid: z.number().optional(),
  version: z.string().optional(),
});

/** The place recorded for a program, if it has one. */
export function readPlace(folder: string, name: string): Place | undefined {
  try {
    return Place.parse(JSON.parse(readFileSync(pathOf(folder, name), 'utf8')));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The place recorded for a program, or a new one; of two callers at once both get the same. */
export async function claimPlace(folder: string, name: string): Promise<Place> {
  const known = readPlace(folder, name);
  if (known !== undefined) return known;
  const place = { port: await freePort(), token: randomUUID() };
  mkdirSync(folder, { recursive: true });
  const draft = draftOf(folder, name, place);
  try {
    linkSync(draft, pathOf(folder, name));
  } catch (error) {
    if (!isTaken(error)) throw error;
  } finally {
    rmSync(draft);
  }
  return readPlace(folder, name) ?? place;
}

/** Replaces a program's place; a reader sees the old one or the new one, whole. */
export function writePlace(folder: string, name: string, place: Place): void {
  renameSync(draftOf(folder, name, place), pathOf(folder, name));
}

/** Forgets a program's place, unless another was recorded since. */
export function forgetPlace(folder: string, name: string, token: string): void {
  if (readPlace(folder, name)?.token === token) rmSync(pathOf(folder, name), { force: true });
}

function draftOf(folder: string, name: string, place: Place): string {
  const path = `${pathOf(folder, name)}.${randomUUID()}`;
  writeFileSync(path, JSON.stringify(place));
  return path;
}

function pathOf(folder: string, name: string): string {
  return join(folder, `${name}.json`);
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
