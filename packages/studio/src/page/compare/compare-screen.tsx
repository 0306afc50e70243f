import { folded } from '@cairn/drawing';
import { useMemo, useState } from 'preact/hooks';
import { useLocation } from 'wouter';
import type { DiffShown } from '../../api.ts';
import { useHere } from '../data/address.ts';
import { pathOf } from '../data/api.ts';
import { useLoaded } from '../data/loaded.ts';
import { GraphView } from '../drawing/graph-view.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { harmless } from '../parts/text.ts';
import { CopyMenu, shellWord } from '../parts/copy-menu.tsx';
import { ScreenHead } from '../parts/toolbar.tsx';
import { Differences } from '../thread/inspect/differences.tsx';
import { readCheckpoint } from '../thread/place.ts';
import { useThread, type Thread } from '../thread/use-thread.ts';
import { aligned } from './aligned.ts';
import { bothDrawn } from './both-drawn.ts';
import type { Side } from './side.tsx';
import { Sides } from './sides.tsx';
import { Sums } from './sums.tsx';

/** Two checkpoints side by side: of one thread, of forks, or of two threads. */
export function CompareScreen() {
  const asked = new URLSearchParams(useHere().search);
  const [a, b] = [asked.get('a') ?? '', asked.get('b') ?? ''];
  const [left, right] = [readCheckpoint(a), readCheckpoint(b)];
  return (
    <>
      <ScreenHead title="Compare">
        {left !== undefined && right !== undefined && (
          <CopyMenu of={{ command: `cairn thread diff ${shellWord(a)} ${shellWord(b)}` }} />
        )}
      </ScreenHead>
      <Choice key={`${a} ${b}`} a={a} b={b} />
      {left === undefined || right === undefined ? (
        <Empty title="Choose two checkpoints">
          <p>Name them as thread@checkpoint, or mark one with v on a thread’s page and press v at another.</p>
        </Empty>
      ) : (
        <Compared left={left} right={right} />
      )}
    </>
  );
}

function Choice({ a, b }: { readonly a: string; readonly b: string }) {
  const [, go] = useLocation();
  const [sides, setSides] = useState({ a, b });
  const field = (name: 'a' | 'b', label: string) => (
    <label class="choice-side">
      <span class="quiet">{label}</span>
      <input
        class="field mono"
        placeholder="thread@checkpoint"
        value={sides[name]}
        onInput={({ currentTarget }) => setSides({ ...sides, [name]: currentTarget.value.trim() })}
      />
    </label>
  );
  return (
    <form
      class="compare-choice"
      onSubmit={(event) => {
        event.preventDefault();
        go(`/compare?${new URLSearchParams(sides).toString()}`);
      }}
    >
      {field('a', 'A')}
      <button
        type="button"
        class="flat"
        onClick={() => go(`/compare?${new URLSearchParams({ a: sides.b, b: sides.a }).toString()}`)}
      >
        ⇄ swap
      </button>
      {field('b', 'B')}
      <button type="submit" class="button">
        Compare
      </button>
    </form>
  );
}

function Compared({ left, right }: { readonly left: Side; readonly right: Side }) {
  const one = useThread(left.thread);
  const two = useThread(right.thread);
  const diff = useLoaded<DiffShown>(
    pathOf(['threads', right.thread, 'diff'], { at: right.seq, with: `${left.thread}@${left.seq}` }),
  );
  const isThere = isTold(one, left) && isTold(two, right);
  const both = useMemo(
    () => (isThere ? aligned(one.story.way(left.seq), two.story.way(right.seq)) : undefined),
    [isThere, one.story, two.story, left.seq, right.seq],
  );
  const problem = one.error ?? two.error;
  if (problem !== undefined) return <Failure what="The two cannot be compared" error={problem} retry={one.retry} />;
  if (both === undefined) return <Loading lines={8} what="Loading both threads" />;
  return (
    <div class="compare">
      <div class="compare-upper">
        <BothGraph one={one} two={two} left={left} right={right} />
        <section class="compare-state" aria-label="State">
          <h2>State, A to B</h2>
          {diff.error !== undefined && (
            <Failure what="Their states cannot be compared" error={diff.error} retry={diff.retry} />
          )}
          {diff.value === undefined && diff.error === undefined && <Loading lines={5} what="Comparing their states" />}
          {diff.value?.lanes.length === 0 && <p class="quiet">Every lane stands the same.</p>}
          {diff.value !== undefined && <Differences of={diff.value} />}
        </section>
      </div>
      <Sums one={one} two={two} left={left} right={right} />
      <Sides of={both} left={left} right={right} />
    </div>
  );
}

/** Whether the rows up to a checkpoint are here. */
function isTold({ story, count }: Thread, { seq }: Side): boolean {
  return count > 0 && story.last >= seq;
}

interface Both {
  readonly one: Thread;
  readonly two: Thread;
  readonly left: Side;
  readonly right: Side;
}

/** Both walks on one drawing. */
function BothGraph({ one, two, left, right }: Both) {
  const [folds, setFolds] = useState<ReadonlySet<string>>(new Set());
  const { graph } = two;
  const diagram = useMemo(
    () => (graph === undefined ? undefined : folded(graph.diagram, (id) => folds.has(id))),
    [graph, folds],
  );
  const drawn = useMemo(
    () => bothDrawn(one.story.marks(left.seq), two.story.marks(right.seq)),
    [one.story, two.story, left.seq, right.seq],
  );
  if (diagram === undefined) return <Loading lines={6} what="Loading the graph" />;
  return (
    <section class="walked" aria-label="Both walks">
      {one.graph !== undefined && one.graph.graph !== graph?.graph && (
        <p class="quiet">{`A ran ${harmless(one.graph.graph)}; this is the graph of B.`}</p>
      )}
      <GraphView
        diagram={diagram}
        drawn={drawn}
        label={`Graph ${diagram.name}, with both walks`}
        folds={folds}
        onFold={(id) => {
          const next = new Set(folds);
          if (!next.delete(id)) next.add(id);
          setFolds(next);
        }}
      />
      <ul class="legend" aria-label="Legend">
        <li class="legend-visited">both, or A alone</li>
        <li class="legend-other">B alone</li>
        <li class="legend-current">where they are</li>
        <li class="legend-waiting">where they wait</li>
        <li class="legend-ended">where they ended</li>
      </ul>
    </section>
  );
}
