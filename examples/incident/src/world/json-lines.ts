import { appendFileSync, readFileSync } from 'node:fs';
import type { z } from 'zod';

/** Adds one value to a file of JSON lines; it is in the file when this returns. */
export function appendJsonLine(path: string, value: unknown): void {
  appendFileSync(path, `${JSON.stringify(value)}\n`);
}

/** The values of a file of JSON lines; none when there is no file. */
export function readJsonLines<T>(path: string, schema: z.ZodType<T>): T[] {
  try {
    return parseJsonLines(readFileSync(path, 'utf8'), schema);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The lines of `text` that hold what `schema` describes; a line cut short by a crash is left out. */
export function parseJsonLines<T>(text: string, schema: z.ZodType<T>): T[] {
  return text.split('\n').flatMap((line) => {
    const parsed = schema.safeParse(jsonOf(line));
    return parsed.success ? [parsed.data] : [];
  });
}

/** The value of a JSON text, or `undefined` when it is not JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether an error says that a file does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
