import { folded } from '@cairn/drawing';
import { moveOf, possibleMoves, type Marks } from '@cairn/drawing/thread';
import { useMemo, useState } from 'preact/hooks';
import type { Drawn } from '../drawing/drawn.ts';
import { GraphView } from '../drawing/graph-view.tsx';
import { Icon } from '../parts/icon.tsx';
import { notify } from '../parts/notice.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { clockText } from '@cairn/drawing/words';
import { counted, harmless } from '../parts/text.ts';
import { causeText } from './row-words.ts';
import type { View } from './view.ts';

/** The graph as the thread walked it, up to the checkpoint. */
export function WalkedGraph({ view }: { readonly view: View }) {
  const { thread, at, go, place } = view;
  const { graph, graphError, story, count } = thread;
  const [folds, setFolds] = useState<ReadonlySet<string>>(new Set());
  const diagram = useMemo(
    () => (graph === undefined ? undefined : folded(graph.diagram, (id) => folds.has(id))),
    [graph, folds],
  );
  const drawn = useMemo((): Drawn => {
    if (graph === undefined || count === 0) return {};
    const marks = story.marks(at);
    return { ...shownOf(marks, folds), possible: possibleMoves(graph.diagram, marks), here: story.moves(at) };
  }, [graph, story, count, at, folds]);
  if (graphError !== undefined) return <Failure what="The graph cannot be drawn" error={graphError} />;
  if (diagram === undefined) return <Loading lines={6} what="Loading the graph" />;
  const fold = (id: string): void => {
    const next = new Set(folds);
    if (!next.delete(id)) next.add(id);
    setFolds(next);
  };
  return (
    <section class="walked" aria-label="Graph">
      <GraphView
        diagram={diagram}
        drawn={drawn}
        label={`Graph ${diagram.name}, as it was walked`}
        folds={folds}
        selected={place.node}
        onFold={fold}
        onNode={(node) => go({ node: place.node === node ? undefined : node })}
        onEdge={(edge) => {
          const made = story.madeBy(moveOf(edge), at);
          if (made === undefined) notify('The rows of this move are not here yet.');
          else go({ at: made, tab: 'why' });
        }}
      />
      {place.node !== undefined && <Visits view={view} node={place.node} />}
      <Legend />
    </section>
  );
}

/** Marks of nodes that are folded away are those of the node that holds them. */
function shownOf(marks: Marks, folds: ReadonlySet<string>): Drawn {
  if (folds.size === 0) return marks;
  const outermost = [...folds].toSorted((one, other) => one.length - other.length);
  const holder = (id: string): string => outermost.find((fold) => id === fold || id.startsWith(`${fold}.`)) ?? id;
  const shown = (ids: ReadonlySet<string>): ReadonlySet<string> => new Set([...ids].map(holder));
  return { ...marks, current: shown(marks.current), failed: shown(marks.failed) };
}

/** How the thread came to a node, visit by visit. */
function Visits({ view: { thread, at, go }, node }: { readonly view: View; readonly node: string }) {
  const { story } = thread;
  const visits = story.visits(node, story.last);
  return (
    <aside class="visits" aria-label={`Visits of ${node}`}>
      <header>
        <h2>{harmless(node)}</h2>
        <span class="quiet">{visits.length === 0 ? 'not visited' : counted(visits.length, 'visit')}</span>
        <button type="button" class="bare" aria-label="Close the visits" onClick={() => go({ node: undefined })}>
          <Icon name="close" />
        </button>
      </header>
      <ol>
        {visits.slice(-100).map((seq) => {
          const row = story.row(seq);
          return (
            <li key={seq}>
              <button type="button" class="visit" aria-current={seq === at} onClick={() => go({ at: seq })}>
                <span class="mono">{`@${seq}`}</span>
                <span>{row === undefined ? '' : causeText(row)}</span>
                <span class="quiet number">{row === undefined ? '' : clockText(row.time)}</span>
              </button>
            </li>
          );
        })}
      </ol>
      {visits.length > 100 && <p class="quiet">{`The last 100 of ${visits.length.toLocaleString('en')}.`}</p>}
    </aside>
  );
}

/** Every colour of the drawing, in words. */
function Legend() {
  return (
    <ul class="legend" aria-label="Legend">
      <li class="legend-current">at work here</li>
      <li class="legend-waiting">waits here</li>
      <li class="legend-ended">ended here</li>
      <li class="legend-failed">failed here</li>
      <li class="legend-visited">visited</li>
      <li class="legend-end">end that was come to</li>
      <li class="legend-taken">move that was made</li>
      <li class="legend-handled">move after a failure</li>
      <li class="legend-here">move of this checkpoint</li>
      <li class="legend-possible">possible next</li>
    </ul>
  );
}
