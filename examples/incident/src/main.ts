/** Plays an incident through: see `--help`. */
import { join } from 'node:path';
import { isProblem } from '@cairn/core';
import { dataFolder } from './data-folder.ts';
import { readOptions, usage, UsageError } from './options.ts';
import { siteIn } from './site.ts';
import { AlreadyRunning } from './story/alert-endpoint.ts';
import { play } from './story/play.ts';

try {
  const options = readOptions(process.argv.slice(2), join(import.meta.dirname, '..', '.data'));
  if (options.help) console.log(usage);
  else process.exitCode = await play(options, siteIn(dataFolder(options.data), process.env));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof AlreadyRunning || isProblem(error))) throw error;
  console.error(error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
