import fc from 'fast-check';
import type { AnyStateMachine } from 'xstate';
import { expect, test } from 'vitest';
import { drawnId, moveIdsOf } from '../../src/engine/machine-drawing.ts';
import { nodesOf } from '../../src/engine/v5/addresses.ts';
import { Pair } from './pair.ts';
import { draft, events, machineOf } from './random-machine.ts';

type Node = AnyStateMachine['root'];

const doing = fc.oneof(
  fc.record({ send: fc.constantFrom(...events) }),
  fc.record({ wait: fc.constantFrom(0, 5, 10, 40) }),
);

/** Has a machine say, while XState runs it, which of its states are entered and which of its transitions are taken. */
function telling(machine: AnyStateMachine, entered: string[], taken: string[]): void {
  const ids = moveIdsOf(machine.root);
  const first = (actions: readonly unknown[], says: () => void): void => void (actions as unknown[]).unshift(says);
  for (const node of nodesOf(machine.root)) {
    if (node.path.length > 0) first(node.entry, () => entered.push(drawnId(node.path)));
    const ways = [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
    for (const way of new Set(ways)) {
      const id = way.target === undefined && way.actions.length === 0 ? undefined : ids.get(way);
      if (id !== undefined) first(way.actions, () => taken.push(id));
    }
  }
}

/** The ids of the states that are among some of a machine's nodes. */
function idsOf(machine: AnyStateMachine, nodes: readonly string[]): readonly string[] {
  const byId = new Map(nodesOf(machine.root).map((node) => [node.id, node]));
  return nodes.flatMap((id) => {
    const { path } = byId.get(id) as Node;
    return path.length === 0 ? [] : [drawnId(path)];
  });
}

test('what a step says that was taken and come to is what XState takes and enters, re-entries and states that are left at once included', () => {
  let taking = 0;
  let passing = 0;
  fc.assert(
    fc.property(draft, fc.array(doing, { maxLength: 8 }), (given, script) => {
      const [entered, taken]: [string[], string[]] = [[], []];
      let isFirst = true;
      const pair = new Pair(() => {
        const machine = machineOf(given);
        // The first is run by XState alone.
        if (isFirst) telling(machine, entered, taken);
        isFirst = false;
        return machine;
      });
      const machine = machineOf(given);
      const defaults = new Set(
        [...moveIdsOf(machine.root)].flatMap(([of, id]) =>
          (of as { readonly type?: unknown }).type === 'history' ? [id] : [],
        ),
      );
      let before: readonly string[] = [];
      const check = (): boolean => {
        const now = idsOf(machine, pair.state.root.held['nodes'] as readonly string[]);
        // An error takes back where the machine was.
        if (pair.stands.status === 'error') return false;
        const { went = {} } = pair.last;
        const come = [...now.filter((id) => !before.includes(id)), ...(went.entered ?? [])];
        expect(come.toSorted()).toEqual(entered.splice(0).toSorted());
        expect((went.taken ?? []).filter((id) => !defaults.has(id)).toSorted()).toEqual(taken.splice(0).toSorted());
        taking += went.taken?.length ?? 0;
        passing += went.entered?.length ?? 0;
        before = now;
        return true;
      };
      let goesOn = check();
      for (const each of script) {
        if (!goesOn || pair.stands.status !== 'active') break;
        if ('wait' in each) {
          pair.wait(each.wait, () => void (goesOn &&= check()));
        } else {
          pair.send({ type: each.send });
          goesOn = check();
        }
      }
    }),
    { numRuns: 150 },
  );
  expect(taking).toBeGreaterThan(100);
  expect(passing).toBeGreaterThan(20);
});
