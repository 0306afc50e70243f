import type { Diagram } from '@cairn/core';
import fc from 'fast-check';

type Node = Diagram['nodes'][number];
type Edge = Diagram['edges'][number];

const kinds = ['event', 'timer', 'next', 'case', 'error'] as const;

/** Random machines within a node: states in states to any depth, and ways from each to each, up, down and across. */
export const randomStates: fc.Arbitrary<Diagram> = fc
  .record({
    holders: fc.array(fc.nat(30), { minLength: 1, maxLength: 12 }),
    edges: fc.array(fc.record({ from: fc.nat(40), to: fc.nat(40), kind: fc.nat(4), isSaid: fc.boolean() }), {
      maxLength: 20,
    }),
  })
  .map(({ holders, edges }) => {
    const states: Node[] = [];
    for (const [at, holder] of holders.entries()) {
      const parent = holder < 12 || at === 0 ? 'machine' : (states[holder % at]?.id ?? 'machine');
      const isFirst = !states.some((other) => other.parent === parent);
      const id = `${parent}.s ${at}`;
      states.push({
        id,
        name: `s ${at}`,
        kind: 'wait',
        parent,
        state: 'atomic',
        ...(isFirst && { start: true as const }),
      });
    }
    const drawn = edges.map(({ from, to, kind, isSaid }): Edge => {
      const [source, target] = [[{ id: 'machine' }, ...states][from % (states.length + 1)], states[to % states.length]];
      return {
        from: source?.id ?? 'machine',
        to: target?.id ?? '',
        kind: kinds[kind] ?? 'event',
        ...(isSaid && { label: `event ${from} [asked]` }),
      };
    });
    const around: Node[] = [
      { id: 'machine', name: 'machine', kind: 'wait', start: true, active: { key: 'states' } },
      { id: 'end', name: 'end', kind: 'final' },
    ];
    return {
      name: 'random',
      nodes: [...around, ...states],
      edges: [{ from: 'machine', to: 'end', kind: 'join' }, ...drawn],
    };
  });
