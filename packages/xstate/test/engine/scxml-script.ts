import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { AnyStateMachine } from 'xstate';
import { documents } from './scxml-documents.ts';

/** Where the documents and their scripts are. */
export const framework = dirname(createRequire(import.meta.url).resolve('@scion-scxml/test-framework/package.json'));

/** The documents, as `folder/name`. */
export const cases = Object.entries(documents).flatMap(([folder, names]) => names.map((name) => `${folder}/${name}`));

/** Its datamodel holds a function, which is no data. */
export const refused = 'w3c-ecma/test453.txml';

/** What happens to a document, and which states it is in by then. */
export interface Script {
  readonly initialConfiguration: readonly string[];
  readonly events: readonly {
    readonly after?: number;
    readonly event: { readonly name: string };
    readonly nextConfiguration: readonly string[];
  }[];
}

/** A document of the framework as text, and its script. */
export function scripted(name: string): { readonly xml: string; readonly script: Script } {
  const file = join(framework, 'test', name);
  return {
    xml: readFileSync(`${file}.scxml`, 'utf8'),
    script: JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Script,
  };
}

/** The states without states of their own that a value is in, by the ids that their document gives them. */
export function basicStates(machine: AnyStateMachine, value: unknown): readonly string[] {
  const found: string[] = [];
  const visit = (node: AnyStateMachine['root'], inner: unknown): void => {
    const keys = typeof inner === 'string' ? [inner] : Object.keys(inner ?? {});
    if (keys.length === 0) found.push(node.id);
    for (const key of keys) {
      visit(node.states[key] as never, typeof inner === 'string' ? undefined : (inner as Record<string, unknown>)[key]);
    }
  };
  visit(machine.root, value);
  return found.toSorted();
}
