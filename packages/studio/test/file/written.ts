import type { Store } from '@cairn/core';
import { exportThread } from '@cairn/core/inspect';
import { threadFile } from '../../src/file.ts';
import { heldIn, type HeldThread } from '../../src/file/held-thread.ts';

/** When threads of files are said to have been as they are told. */
export const at: number = Date.UTC(2026, 10, 30, 12);

/** All of a text that comes in pieces. */
export async function whole(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

/** The lines of a thread's export. */
export async function linesAbout(store: Store, id: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of exportThread(store, id)) lines.push(line);
  return lines;
}

/** The file of a thread of a store. */
export function fileOf(store: Store, id: string): Promise<string> {
  return whole(threadFile(exportThread(store, id), { at }));
}

const element = /<script type="application\/gzip" id="thread" data-at="(?<at>\d+)">(?<text>[\w+/=\n]*)<\/script>/u;

/** A file in its parts: what it has of the thread, as the page reads it, and all else. */
export function partsOf(file: string): { readonly held: HeldThread; readonly page: string } {
  const found = element.exec(file);
  if (found === null) throw new Error('The file has no thread.');
  const { at: dated = '', text = '' } = found.groups ?? {};
  return { held: heldIn({ dataset: { at: dated }, textContent: text }), page: file.replace(element, '') };
}
