import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What a document of the suite is to do: where it begins, and where each event leads. */
export interface Script {
  readonly initialConfiguration: readonly string[];
  readonly events: readonly {
    /** Milliseconds that pass before it. */
    readonly after?: number;
    readonly event: { readonly name: string; readonly data?: unknown };
    readonly nextConfiguration: readonly string[];
  }[];
  /** What the recommendation has where the suite's own semantics differ from it, or what was there before it. */
  readonly legacySemantics?: Script;
}

const folder = join(
  dirname(createRequire(import.meta.url).resolve('@scion-scxml/test-framework/package.json')),
  'test',
);

/** The names of all documents that have a script. */
export const documents: readonly string[] = globSync('**/*.scxml', { cwd: folder })
  .map((path) => path.replace(/(?:\.txml)?\.scxml$/u, ''))
  .filter((name) => existsSync(pathOf(name, 'json')))
  .toSorted();

/** The text of a document. */
export function textOf(name: string): string {
  return readFileSync(pathOf(name, 'scxml'), 'utf8');
}

/** The text of what a document has elsewhere. */
export function sourceOf(name: string): (src: string) => string {
  return (src) => readFileSync(join(folder, dirname(name), src.replace(/^file:/u, '')), 'utf8');
}

/** The script of a document. */
export function scriptOf(name: string): Script {
  return JSON.parse(readFileSync(pathOf(name, 'json'), 'utf8')) as Script;
}

function pathOf(name: string, ending: string): string {
  const path = join(folder, `${name}.txml.${ending}`);
  return existsSync(path) ? path : join(folder, `${name}.${ending}`);
}
