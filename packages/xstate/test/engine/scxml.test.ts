import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { Pair } from './pair.ts';
import { plainId, scxmlMachine } from './scxml-machine.ts';
import { basicStates, cases, framework, refused, scripted, type Script } from './scxml-script.ts';

class Run {
  readonly pair: Pair;
  readonly #machine: AnyStateMachine;
  readonly script: Script;

  constructor(name: string) {
    const { xml, script } = scripted(name);
    this.script = script;
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
