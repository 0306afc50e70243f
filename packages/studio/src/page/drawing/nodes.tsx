import { drawnText, type PlacedNode } from '@cairn/drawing';
import { harmless } from '../parts/text.ts';
import type { Drawn } from './drawn.ts';

interface NodesProps {
  readonly nodes: readonly PlacedNode[];
  readonly drawn: Drawn;
  readonly folds?: ReadonlySet<string> | undefined;
  readonly selected?: string | undefined;
  readonly onNode?: ((id: string) => void) | undefined;
  readonly onFold?: ((id: string) => void) | undefined;
}

/** Boxes around subgraphs; a button in each folds it. */
export function Groups({ nodes, drawn, onFold }: Pick<NodesProps, 'nodes' | 'drawn' | 'onFold'>) {
  return (
    <g>
      {nodes.map(({ node, box }) => {
        const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
        const name = harmless(node.label ?? node.name);
        return (
          <g key={node.id} class={classesOf('group', node.id, drawn)}>
            <rect x={left} y={top} width={box.width} height={box.height} rx={8} />
            <text x={left + 26} y={top + 13} dy=".35em">
              {harmless(drawnText(node.label ?? node.name, 'node'))}
            </text>
            {onFold !== undefined && (
              <g {...asButton(() => onFold(node.id), `Fold ${name}`)} aria-expanded={true} class="fold">
                <rect x={left + 6} y={top + 5} width={16} height={16} rx={4} />
                <path d={`M${left + 10} ${top + 11} l4 4 l4 -4`} />
              </g>
            )}
          </g>
        );
      })}
    </g>
  );
}

/** Nodes as buttons, with how often they were come to. */
export function Nodes({ nodes, drawn, folds, selected, onNode, onFold }: NodesProps) {
  return (
    <g>
      {nodes.map((placed, at) => (
        <NodeBox
          key={placed.node.id}
          placed={placed}
          drawn={drawn}
          isFirst={at === 0}
          isSelected={selected === placed.node.id}
          onNode={onNode}
          onFold={folds?.has(placed.node.id) === true ? onFold : undefined}
        />
      ))}
    </g>
  );
}

interface NodeBoxProps extends Pick<NodesProps, 'drawn' | 'onNode' | 'onFold'> {
  readonly placed: PlacedNode;
  readonly isFirst: boolean;
  readonly isSelected: boolean;
}

function NodeBox({ placed: { node, box }, drawn, isFirst, isSelected, onNode, onFold }: NodeBoxProps) {
  const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
  const isRound = node.kind === 'wait' || node.kind === 'final';
  const name = harmless(node.label ?? node.name);
  const count = drawn.counts?.get(node.id);
  const note =
    drawn.notes === undefined ? (count !== undefined && count > 1 ? `${count}×` : undefined) : drawn.notes.get(node.id);
  const button =
    onNode === undefined ? {} : asButton(() => onNode(node.id), labelOf(node.id, name, drawn, count), isFirst);
  return (
    <>
      <g
        {...button}
        class={`${classesOf(`node ${node.kind}`, node.id, drawn)}${node.start === true ? ' start' : ''}${isSelected ? ' selected' : ''}`}
      >
        <rect x={left} y={top} width={box.width} height={box.height} rx={isRound ? box.height / 2 : 6} />
        <text x={box.x} y={box.y} dy=".35em">
          {harmless(drawnText(node.label ?? node.name, 'node'))}
          <title>{name}</title>
        </text>
        {onFold !== undefined && (
          <g {...asButton(() => onFold(node.id), `Unfold ${name}`)} aria-expanded={false} class="fold">
            <rect x={left - 8} y={box.y - 8} width={16} height={16} rx={4} />
            <path d={`M${left - 2} ${box.y - 4} l4 4 l-4 4`} />
          </g>
        )}
      </g>
      {note !== undefined && <Note x={left + box.width} y={top} text={note} />}
    </>
  );
}

/** A count at a node's corner. It stands beside the button, whose label says it in words. */
function Note({ x, y, text }: { readonly x: number; readonly y: number; readonly text: string }) {
  const width = 10 + 6.2 * text.length;
  return (
    <g class="node-count" aria-hidden="true">
      <rect x={x - width + 8} y={y - 9} width={width} height={16} rx={8} />
      <text x={x + 8 - width / 2} y={y - 1} dy=".35em">
        {text}
      </text>
    </g>
  );
}

function labelOf(id: string, name: string, drawn: Drawn, count: number | undefined): string {
  if (drawn.notes !== undefined) return `${name}, ${drawn.notes.get(id) ?? 'no'} lanes there now`;
  const said = [
    name,
    drawn.failed?.has(id) === true && 'failed',
    drawn.current?.has(id) === true && 'the thread is here',
    count === undefined ? 'not visited' : `visited ${count} times`,
  ];
  return said.filter(Boolean).join(', ');
}

/** What makes a drawn thing a button of the keyboard too. */
function asButton(press: () => void, label: string, isStop = false) {
  return {
    role: 'button' as const,
    tabIndex: isStop ? 0 : -1,
    'aria-label': label,
    onClick: (event: MouseEvent) => {
      event.stopPropagation();
      press();
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      press();
    },
  };
}

function classesOf(own: string, id: string, { visited, current, failed, other, heat }: Drawn): string {
  const marks = [
    visited?.has(id) === true && 'visited',
    current?.has(id) === true && 'current',
    failed?.has(id) === true && 'failed',
    other?.has(id) === true && 'other',
    heat !== undefined && `warm-${heat.get(id) ?? 0}`,
  ];
  return [own, ...marks].filter(Boolean).join(' ');
}
