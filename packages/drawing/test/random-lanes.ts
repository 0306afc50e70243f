import type { Diagram } from '@cairn/core';
import fc from 'fast-check';
import { randomStates } from './random-states.ts';

type Node = Diagram['nodes'][number];
type Edge = Diagram['edges'][number];

const words = [undefined, 'yes', 'more than three of them', 'z'.repeat(40)];

/** Random lanes of graphs whose nodes host machines: there and back, by each other, and past each other. */
export const randomLanes: fc.Arbitrary<Diagram> = fc
  .record({
    lanes: fc.array(randomStates, { minLength: 1, maxLength: 4 }),
    ways: fc.array(fc.record({ from: fc.nat(6), to: fc.nat(6), word: fc.nat(3) }), { maxLength: 8 }),
  })
  .map(({ lanes, ways }) => {
    const ids = lanes.map((_, at) => `lane ${at}`);
    const around = ['fan', 'mend', 'end', ...ids].map((id): Node => ({
      id,
      name: id,
      kind: id === 'end' ? 'final' : 'pass',
      ...(id === 'fan' && { start: true as const }),
    }));
    const held = lanes.flatMap(({ nodes }, at) =>
      nodes.map((node): Node => {
        const parent = node.parent === undefined ? `lane ${at}` : `lane ${at}.${node.parent}`;
        return { ...node, id: `lane ${at}.${node.id}`, parent };
      }),
    );
    const inside = lanes.flatMap(({ edges }, at) =>
      edges.map((edge): Edge => ({ ...edge, from: `lane ${at}.${edge.from}`, to: `lane ${at}.${edge.to}` })),
    );
    const own = ways.map(({ from, to, word }): Edge => {
      const [text, ends] = [words[word], [from, to].map((at) => around[at % around.length]?.id ?? 'end')];
      return { from: ends[0] ?? '', to: ends[1] ?? '', kind: 'case', ...(text !== undefined && { label: text }) };
    });
    const opened = ids.flatMap((id): Edge[] => [
      { from: 'fan', to: id, kind: 'lane' },
      { from: id, to: 'end', kind: 'next' },
      { from: id, to: 'mend', kind: 'error' },
    ]);
    const edges: Edge[] = [{ from: 'fan', to: 'end', kind: 'join' }, ...opened, ...own, ...inside];
    return { name: 'random', nodes: [...around, ...held], edges };
  });
