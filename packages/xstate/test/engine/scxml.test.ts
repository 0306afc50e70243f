import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { Pair } from './pair.ts';
import { documents } from './scxml-documents.ts';
import { plainId, scxmlMachine } from './scxml-machine.ts';

const framework = dirname(createRequire(import.meta.url).resolve('@scion-scxml/test-framework/package.json'));

interface Script {
  readonly initialConfiguration: readonly string[];
  readonly events: readonly {
    readonly after?: number;
    readonly event: { readonly name: string };
    readonly nextConfiguration: readonly string[];
  }[];
}

const cases = Object.entries(documents).flatMap(([folder, names]) => names.map((name) => `${folder}/${name}`));

/** Its datamodel holds a function, which is no data. */
const refused = 'w3c-ecma/test453.txml';

/** The states without states of their own that a value is in, by the ids that their document gives them. */
function basicStates(machine: AnyStateMachine, value: unknown): readonly string[] {
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

class Run {
  readonly pair: Pair;
  readonly #machine: AnyStateMachine;
  readonly script: Script;

  constructor(name: string) {
    const file = join(framework, 'test', name);
    const xml = readFileSync(`${file}.scxml`, 'utf8');
    this.script = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Script;
    this.#machine = scxmlMachine(xml);
    this.pair = new Pair(() => scxmlMachine(xml));
  }

  get isOver(): boolean {
    return this.pair.stands.status !== 'active';
  }

  get states(): readonly string[] {
    return basicStates(this.#machine, this.pair.stands.value);
  }
}

function expectIn(run: Run, states: readonly string[]): void {
  expect(run.states).toEqual(states.map(plainId).toSorted());
}

function expectSame(run: Run): void {
  const [told, engine] = run.pair.traces();
  expect(engine).toEqual(told);
}

describe('a document of SCXML, its state written as text and read by a fresh machine after each step', () => {
  test('is one of 169', () => {
    expect(cases.length).toBe(169);
    expect(existsSync(framework)).toBe(true);
  });

  test.each(cases.filter((name) => name !== refused))('%s goes as its script says and as XState goes', (name) => {
    const run = new Run(name);
    const { initialConfiguration, events } = run.script;
    expectSame(run);
    if (events.length === 0 || initialConfiguration[0] === 'pass') {
      run.pair.wait(60_000);
      expectSame(run);
      expectIn(run, initialConfiguration);
      return;
    }
    // What a document of the W3C sends itself XState takes before it rests, where its script looks before.
    if (!name.startsWith('w3c-ecma/')) expectIn(run, initialConfiguration);
    for (const { after, event, nextConfiguration } of events) {
      run.pair.wait(after ?? 0);
      expectSame(run);
      if (!run.isOver) run.pair.send({ type: event.name });
      expectSame(run);
      expectIn(run, nextConfiguration);
    }
  });

  test(`${refused} is refused: its datamodel holds a function`, () => {
    expect(() => new Run(refused)).toThrow(expect.objectContaining({ code: 'value/refused' }));
  });
});
