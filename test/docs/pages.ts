import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { namedModules } from './named-modules.ts';

const root = join(import.meta.dirname, '../..');

/** A snippet of a page that stands alone, and the file that it is written to. */
export interface Snippet {
  readonly file: string;
  readonly text: string;
}

/** Where the modules and the snippets of a page are written, in a folder for pages. */
export function placeOf(page: string, folder: string): string {
  return join(folder, page.replaceAll(/[/.]/gu, '-'));
}

/** Writes what a page has of modules and of snippets that stand alone. */
export function writePage(page: string, folder: string): void {
  const place = placeOf(page, folder);
  mkdirSync(place, { recursive: true });
  for (const [name, text] of namedModules(readPage(page))) writeFileSync(join(place, name), text);
  for (const { file, text } of snippetsOf(page, folder)) writeFileSync(file, `${installed(text)}\nexport {};\n`);
}

/** A text that imports XState 6 where it is installed beside 5. */
function installed(text: string): string {
  return text.includes("'@cairn/xstate/v6'") ? text.replaceAll(/'xstate(?=['/])/gu, "'xstate6") : text;
}

/** The snippets of a page that stand alone: those with an import. The others are parts of one. */
export function snippetsOf(page: string, folder: string): readonly Snippet[] {
  const source = readPage(page);
  return textsIn(source).map((text) => ({
    file: join(placeOf(page, folder), `line-${source.slice(0, source.indexOf(text)).split('\n').length}.ts`),
    text,
  }));
}

/** The text of a page of the repository. */
export function readPage(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** The snippets with imports in a text. */
export function textsIn(source: string): readonly string[] {
  const texts = Array.from(
    source.matchAll(/^```ts\n(?<text>[\s\S]*?)^```$/gmu),
    ({ groups }) => groups?.['text'] ?? '',
  );
  return texts.filter((text) => /^import /mu.test(text));
}
