import type { Diagram } from '@cairn/core';
import fc from 'fast-check';

type Node = Diagram['nodes'][number];
type Edge = Diagram['edges'][number];

const kinds = ['run', 'pass', 'wait', 'final'] as const;
const ways = ['next', 'case', 'choice', 'event', 'timer', 'error', 'lane', 'join'] as const;

/** Numbers that all of a diagram is made of, so that it shrinks well. */
interface Dice {
  readonly nodes: readonly { readonly holder: number; readonly kind: number; readonly name: number }[];
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    readonly kind: number;
    readonly label: number;
  }[];
}

const names = ['a', 'wait', 'investigate the cause', '請求書を確認する', 'constructor', 'x'.repeat(90)];
const labels = [
  undefined,
  undefined,
  'yes',
  '24h',
  's.amount > 1_000 && s.risk !== "low"',
  'more than three of them',
  'y'.repeat(120),
];

/** Random diagrams: graphs in graphs to any depth, loops, ways back, several ways between two nodes, ways from anywhere. */
export const randomDiagram: fc.Arbitrary<Diagram> = fc
  .record({
    nodes: fc.array(fc.record({ holder: fc.nat(12), kind: fc.nat(3), name: fc.nat(5) }), {
      minLength: 1,
      maxLength: 16,
    }),
    edges: fc.array(fc.record({ from: fc.nat(40), to: fc.nat(40), kind: fc.nat(7), label: fc.nat(6) }), {
      maxLength: 30,
    }),
  })
  .map(diagramOf);

function diagramOf({ nodes, edges }: Dice): Diagram {
  const made: Node[] = [];
  for (const [at, { holder, kind, name }] of nodes.entries()) {
    // Some stand in one of those before them.
    const parent = holder < 7 || at === 0 ? undefined : made[holder % at]?.id;
    const own = `${names[name] ?? 'n'} ${at}`;
    const id = parent === undefined ? own : `${parent}.${own}`;
    const isFirst = !made.some((other) => other.parent === parent);
    made.push({
      id,
      name: own,
      kind: kinds[kind] ?? 'run',
      ...(parent !== undefined && { parent }),
      ...(isFirst && { start: true as const }),
    });
  }
  const drawn = edges.flatMap(({ from, to, kind, label }): Edge[] => {
    const target = made[to % made.length] as Node;
    const siblings = made.filter(({ parent }) => parent === target.parent);
    const isFromAnywhere = from % 9 === 0;
    const source = isFromAnywhere ? (target.parent ?? '') : (siblings[from % siblings.length] as Node).id;
    const text = labels[label];
    return [{ from: source, to: target.id, kind: ways[kind] ?? 'next', ...(text !== undefined && { label: text }) }];
  });
  return { name: 'random', nodes: made, edges: drawn };
}
