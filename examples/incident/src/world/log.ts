import { z } from 'zod';
import { appendJsonLine } from './json-lines.ts';

/** One line of the service's log. */
export interface LogLine {
  /** ISO 8601. */
  readonly time: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly version: string;
  readonly message: string;
  readonly route?: string | undefined;
  readonly status?: number | undefined;
  readonly milliseconds?: number | undefined;
}

export const LogLine: z.ZodType<LogLine> = z.object({
  time: z.iso.datetime(),
  level: z.enum(['info', 'warn', 'error']),
  version: z.string(),
  message: z.string(),
  route: z.string().optional(),
  status: z.number().optional(),
  milliseconds: z.number().optional(),
});

/** Writes lines of one version to a log file; each is in the file when the call returns. */
export function logTo(path: string, version: string): (line: Omit<LogLine, 'time' | 'version'>) => void {
  return (line) => appendJsonLine(path, { time: new Date().toISOString(), version, ...line } satisfies LogLine);
}
