/**
 * The package of XState 6 ships none of the tests of `xstate/durable`, which are in its repository alone. What these promise is tested by
 * the documents of SCXML that XState's own suite takes, all of them here but one, made machines by XState's own `xstate/scxml`.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createMachineFromSCXML } from 'xstate6/scxml';
import { framework, type Script } from '../engine/scxml-script.ts';
import { Pair } from './pair.ts';

/** Their datamodels hold functions, which are no data. */
const refused = ['w3c-ecma/test453.txml', 'w3c-ecma/test557.txml', 'w3c-ecma/test561.txml'];

/** A script of it declares functions, which XState keeps in the machine, and not in its state. */
const forgetful = 'error/error';

const folder = join(framework, 'test');
const cases = globSync('**/*.scxml', { cwd: folder })
  .map((file) => file.replaceAll('\\', '/').slice(0, -'.scxml'.length))
  .filter((name) => name !== forgetful && existsSync(join(folder, `${name}.json`)))
  .toSorted();

/** A document as XState goes and as the engine goes: how both stand after each step. */
function run(name: string): { readonly original: readonly unknown[]; readonly engine: readonly unknown[] } {
  const file = join(folder, name);
  const xml = readFileSync(`${file}.scxml`, 'utf8');
  const { events } = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Script;
  const resolveResource = (src: string): string => readFileSync(join(dirname(file), src.replace('file:', '')), 'utf8');
  const pair = new Pair(() => createMachineFromSCXML(xml, { resolveResource }));
  pair.start();
  const original: unknown[] = [];
  const engine: unknown[] = [];
  const look = (): void => {
    const [its, ours] = pair.both;
    original.push(its);
    engine.push(ours);
  };
  look();
  if (events.length === 0) pair.wait(60_000, look);
  for (const { after, event } of events) {
    pair.wait(after ?? 0, look);
    if (pair.stands.status === 'active') pair.send({ type: event.name });
    look();
  }
  pair.wait(60_000, look);
  return { original, engine };
}

/** XState tells of events that came to nobody. */
function hush(): void {
  const told = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  onTestFinished(() => told.mockRestore());
}

test('there are 316 documents, of which one is left out', () => {
  expect(cases.length).toBe(316 - 1);
});

test.each(cases.filter((name) => !refused.includes(name)))(
  '%s goes as with createActor of XState 6, its state written as text and read by a fresh machine after each step',
  (name) => {
    hush();
    const { original, engine } = run(name);
    expect(engine).toEqual(original);
  },
);

test.each(refused)('%s is refused: its datamodel holds a function', (name) => {
  hush();
  expect(() => run(name)).toThrow(expect.objectContaining({ code: 'value/refused' }));
});
