import { edgeLabel, edgeWords, labelHeight, labelWidth, pathOf, type PlacedNode, type Route } from '@cairn/drawing';
import { moveOf } from '@cairn/drawing/thread';
import { harmless } from '../parts/text.ts';
import type { Drawn, Edge } from './drawn.ts';

interface EdgesProps {
  readonly routes: readonly Route[];
  readonly drawn: Drawn;
  readonly onEdge?: ((edge: Edge) => void) | undefined;
}

/** The moves of a graph, as lines; one that was made is a click away from why. */
export function Edges({ routes, drawn, onEdge }: EdgesProps) {
  return (
    <g>
      {routes.map((route) => {
        const move = moveOf(route.edge);
        const isTaken = drawn.taken?.has(move) === true;
        const classes = [
          'edge',
          route.edge.kind,
          isTaken && 'taken',
          drawn.possible?.has(move) === true && 'possible',
          drawn.here?.has(move) === true && 'here',
          drawn.other?.has(move) === true && 'other',
        ];
        return (
          <g key={`${move} ${route.edge.label ?? ''}`} class={classes.filter(Boolean).join(' ')}>
            {isTaken && onEdge !== undefined && (
              <path class="edge-near" d={pathOf(route)} onClick={() => onEdge(route.edge)}>
                <title>{`${route.edge.from} → ${route.edge.to}: why?`}</title>
              </path>
            )}
            <path class="edge-line" d={pathOf(route)} />
          </g>
        );
      })}
    </g>
  );
}

/** What is written beside moves: what they are made by, and how often they were. */
export function EdgeLabels({
  routes,
  groups,
  drawn,
}: Pick<EdgesProps, 'routes' | 'drawn'> & { readonly groups: readonly PlacedNode[] }) {
  return (
    <g>
      {routes.map(({ edge, label }) => {
        const text = edgeLabel(edge);
        if (label === undefined || text === undefined) return null;
        const width = labelWidth(text);
        const isInside = groups.some(({ box }) => {
          return Math.abs(label.x - box.x) <= box.width / 2 && Math.abs(label.y - box.y) <= box.height / 2;
        });
        const count = drawn.counts?.get(moveOf(edge));
        return (
          <g key={`${moveOf(edge)} ${edge.label ?? ''}`} class={isInside ? 'edge-label inside' : 'edge-label'}>
            <rect x={label.x - width / 2} y={label.y - labelHeight / 2} width={width} height={labelHeight} />
            <text x={label.x} y={label.y} dy=".35em">
              {harmless(text)}
              <title>{harmless(`${edgeWords(edge) ?? text}${count === undefined ? '' : `, ${count}×`}`)}</title>
            </text>
          </g>
        );
      })}
    </g>
  );
}
