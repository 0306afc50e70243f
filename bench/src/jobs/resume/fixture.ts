import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Given } from '../../measure/job.ts';
import { freshFile } from '../../measure/scratch.ts';

/** Where a contestant's thread lies that others resume. */
export function fixture({ folder, size }: Given, contestant: string): string {
  return join(folder, `resume-${contestant}-${size}.db`);
}

/** A copy of it, to change. */
export function copyOf(given: Given, contestant: string): string {
  const file = freshFile(given.folder);
  copyFileSync(fixture(given, contestant), file);
  return file;
}
