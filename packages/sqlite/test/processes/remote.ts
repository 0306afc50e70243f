import { createInterface } from 'node:readline';
import { isProblem, type Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';

/**
 * Does what it is asked to, in lines of JSON: lists of calls of a store that are made in one turn of the event loop. Each
 * gets what came of it, and a problem its code.
 */
const [path = '', durability] = process.argv.slice(2);
type Call = readonly [name: keyof Store, ...given: readonly unknown[]];
let store: Store | undefined;
console.log('ready');

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line) as readonly Call[];
  console.log(JSON.stringify(await Promise.all(asked.map((each) => answer(each)))));
}

async function answer([name, ...given]: Call): Promise<unknown> {
  try {
    store ??= sqlite(path, { durability: durability === 'full' ? 'full' : 'normal' });
    const method = store[name] as (this: Store, ...given: readonly unknown[]) => unknown;
    const value = (await method.apply(store, given)) ?? null;
    if (name === 'close') store = undefined;
    return { value };
  } catch (error) {
    return isProblem(error) ? { problem: error.code } : { error: String(error) };
  }
}
