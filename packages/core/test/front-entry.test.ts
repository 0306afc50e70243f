import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const src = join(import.meta.dirname, '../src');

/** The files that are loaded with a file, itself included; what `import()` loads later is not among them, nor what types alone need. */
function loadedWith(entry: string): ReadonlySet<string> {
  const files = new Set([entry]);
  // A set takes what is added while it is gone through.
  for (const file of files) {
    const text = readFileSync(join(src, file), 'utf8');
    for (const [, names = '', from = ''] of text.matchAll(/^(?:im|ex)port ([^;']*?) from '(\.[^']+)';$/gmu)) {
      if (!isOfTypes(names)) files.add(join(file, '..', from));
    }
  }
  return files;
}

function isOfTypes(names: string): boolean {
  if (names.startsWith('type ')) return true;
  const listed = /^\{(?<list>.*)\}$/su
    .exec(names)
    ?.groups?.['list']?.split(',')
    .map((name) => name.trim());
  return listed?.filter((name) => name !== '').every((name) => name.startsWith('type ')) ?? false;
}

test('what no thread needs to run is loaded when it is asked for', () => {
  const loaded = loadedWith('index.ts');
  expect(loaded).toContain('runtime/drive/driver.ts');
  const asked =
    /^time\/explain\/(?:why|blame|find)|^time\/transfer\/(?:ex|im)port-thread|^store\/(?:prune|verify)\.ts/u;
  expect([...loaded].filter((file) => asked.test(file))).toEqual([]);
});
