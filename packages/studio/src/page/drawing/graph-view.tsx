import type { Diagram } from '@cairn/core';
import type { Layout } from '@cairn/drawing';
import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { useShortcuts } from '../parts/shortcuts.ts';
import { Loading } from '../parts/states.tsx';
import type { Drawn, Edge } from './drawn.ts';
import { Edges, EdgeLabels } from './edges.tsx';
import { Groups, Nodes } from './nodes.tsx';
import { useLayout } from './use-layout.ts';
import { useView, type Focus } from './use-view.ts';

export interface GraphViewProps {
  readonly diagram: Diagram;
  readonly drawn: Drawn;
  /** What the drawing is of, for who does not see it. */
  readonly label: string;
  readonly folds?: ReadonlySet<string>;
  readonly onFold?: (id: string) => void;
  readonly onNode?: (id: string) => void;
  readonly onEdge?: (edge: Edge) => void;
  readonly selected?: string | undefined;
  /** Controls beside those of the view. */
  readonly children?: ComponentChildren;
}

/**
 * A graph that can be moved and looked at from nearer. Its nodes are buttons; arrows go from one to the next, so that they are one stop
 * of the Tab key.
 */
export function GraphView(props: GraphViewProps) {
  const { diagram, label, children, drawn } = props;
  const layout = useLayout(diagram);
  const focus = useMemo(() => focusOf(layout, drawn), [layout, drawn]);
  const { box, room, view, fit, zoom } = useView(layout, focus);
  useShortcuts('Graph', [
    { keys: 'f', label: 'All of the graph, or what is here', run: fit },
    { keys: '+', label: 'Nearer', run: () => zoom(1.25) },
    { keys: '-', label: 'Farther', run: () => zoom(1 / 1.25) },
  ]);
  return (
    <div class="graph-view">
      <div class="graph-room" ref={box}>
        {layout === undefined ? (
          <Loading lines={4} what="Placing the nodes" />
        ) : (
          <svg class="graph" role="group" aria-label={label} width={room.width} height={room.height}>
            <Arrow />
            <g transform={`scale(${view.scale}) translate(${-view.x} ${-view.y})`}>
              <Placed {...props} layout={layout} />
            </g>
          </svg>
        )}
      </div>
      <div class="graph-tools">
        <button type="button" class="bare" aria-label="Zoom out" title="Zoom out" onClick={() => zoom(1 / 1.25)}>
          <Icon name="minus" />
        </button>
        <button type="button" class="bare" aria-label="Zoom in" title="Zoom in" onClick={() => zoom(1.25)}>
          <Icon name="plus" />
        </button>
        <button
          type="button"
          class="bare"
          aria-label="All of it, or what is here (f)"
          title="All of it, or what is here (f)"
          onClick={fit}
        >
          <Icon name="fit" />
        </button>
        {children}
      </div>
    </div>
  );
}

/** Of the nodes where the thread is and that hold no others, the one that is nearest to their middle: that one is always in view. */
function focusOf(layout: Layout | undefined, { current }: Drawn): Focus | undefined {
  const here = layout?.nodes.filter(({ node, isGroup }) => !isGroup && current?.has(node.id) === true) ?? [];
  const mean = (of: (box: Focus) => number): number => here.reduce((all, { box }) => all + of(box), 0) / here.length;
  const middle = { x: mean(({ x }) => x), y: mean(({ y }) => y) };
  const far = ({ box }: (typeof here)[number]): number => Math.hypot(box.x - middle.x, box.y - middle.y);
  const [nearest] = here.toSorted((one, other) => far(one) - far(other));
  return nearest?.box;
}

function Arrow() {
  return (
    <defs>
      <marker
        id="arrow"
        viewBox="0 0 10 10"
        refX="9"
        refY="5"
        markerWidth="8"
        markerHeight="8"
        markerUnits="userSpaceOnUse"
        orient="auto"
      >
        <path d="M0 1 L9 5 L0 9 z" fill="context-stroke" />
      </marker>
    </defs>
  );
}

function Placed(props: GraphViewProps & { readonly layout: Layout }) {
  const { layout, drawn, selected, folds, onEdge, onNode, onFold } = props;
  const group = useRef<SVGGElement>(null);
  const [groups, leaves] = useMemo(
    () => [layout.nodes.filter(({ isGroup }) => isGroup), layout.nodes.filter(({ isGroup }) => !isGroup)],
    [layout],
  );
  const roam = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const all = [...(group.current?.querySelectorAll<SVGElement>('[role=button]') ?? [])];
    const at = all.findIndex((each) => each === document.activeElement);
    if (step === undefined || at === -1) return;
    event.preventDefault();
    event.stopPropagation();
    all[(at + step + all.length) % all.length]?.focus();
  };
  return (
    <g ref={group} onKeyDown={roam}>
      <Groups nodes={groups} drawn={drawn} onFold={onFold} />
      <Edges routes={layout.edges} drawn={drawn} onEdge={onEdge} />
      <Nodes nodes={leaves} drawn={drawn} folds={folds} selected={selected} onNode={onNode} onFold={onFold} />
      <EdgeLabels routes={layout.edges} groups={groups} drawn={drawn} />
    </g>
  );
}
