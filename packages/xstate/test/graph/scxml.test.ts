import { describe, expect, test } from 'vitest';
import { scxmlMachine, plainId } from '../engine/scxml-machine.ts';
import { basicStates, cases, refused, scripted } from '../engine/scxml-script.ts';
import { Lives } from './lives.ts';

describe('a document of SCXML in a graph, a commit and a fresh machine, runtime and connection for each unit of work', () => {
  test.each(cases.filter((name) => name !== refused))('%s goes as its script says', async (name) => {
    const { xml, script } = scripted(name);
    const { initialConfiguration, events } = script;
    const machine = scxmlMachine(xml);
    const lives = new Lives(() => scxmlMachine(xml));
    const expectIn = (states: readonly string[]): void =>
      expect(basicStates(machine, lives.stands.value)).toEqual(states.map(plainId).toSorted());
    await lives.start();
    if (events.length === 0 || initialConfiguration[0] === 'pass') {
      await lives.wait(60_000);
      expectIn(initialConfiguration);
      return;
    }
    // What a document of the W3C sends itself XState takes before it rests, where its script looks before.
    if (!name.startsWith('w3c-ecma/')) expectIn(initialConfiguration);
    for (const { after, event, nextConfiguration } of events) {
      await lives.wait(after ?? 0);
      if (lives.stands.status === 'active') await lives.send({ type: event.name });
      expectIn(nextConfiguration);
    }
  });

  test(`${refused} is refused: its datamodel holds a function`, async () => {
    const lives = new Lives(() => scxmlMachine(scripted(refused).xml));
    await expect(lives.start()).rejects.toThrow(/The value at .* a function/u);
  });
});
