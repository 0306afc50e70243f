import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { open, type OpenOptions, type RuntimeEvent } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { graphs } from './graphs.ts';

/**
 * Works until it is told to stop, and says what it does, a line each. Its activities wait for the words it hears.
 *
 * Arguments: the file, options of `open` as JSON, options of `work` as JSON.
 */
const [path = '', opening = '{}', working = '{}'] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);

const heard = new Set<string>();
const waiting = new Map<string, (() => void)[]>();
createInterface({ input: process.stdin }).on('line', (word) => {
  heard.add(word);
  for (const resolve of waiting.get(word)?.splice(0) ?? []) resolve();
});
const hears = (word: string): Promise<void> =>
  new Promise((resolve) => {
    if (heard.has(word)) resolve();
    else waiting.set(word, [...(waiting.get(word) ?? []), resolve]);
  });

const known = graphs({ say, hears });
const options = JSON.parse(opening) as Partial<OpenOptions>;
const details = new Set(['started', 'checkpoint', 'attempt', 'run', 'output', 'ended']);
const onEvent = (event: RuntimeEvent): void => {
  if (details.has(event.type)) return;
  const thread = 'thread' in event ? ` ${event.thread}` : '';
  const more = 'status' in event ? ` ${event.status}` : 'error' in event ? ` ${String(event.error)}` : '';
  say(`${event.type}${thread}${more}`);
};
const cairn = open({ store: sqlite(path), graphs: Object.values(known), recover: false, onEvent, ...options });
const worked = cairn.work(JSON.parse(working) as object);
say('works');
await worked;
await cairn.close();
process.stdin.destroy();
