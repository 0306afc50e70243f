import { folded } from '@cairn/drawing';
import { useMemo, useState } from 'preact/hooks';
import { Link } from 'wouter';
import type { GraphListed, Graphs, GraphShown, Heat } from '../../api.ts';
import { addressWith, useSelection } from '../data/address.ts';
import { pathOf } from '../data/api.ts';
import { serverNow } from '../data/clock.ts';
import { useLoaded } from '../data/loaded.ts';
import { useVersion } from '../data/live.ts';
import { GraphView } from '../drawing/graph-view.tsx';
import { CopyMenu, shellWord } from '../parts/copy-menu.tsx';
import { Name } from '../parts/name.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { counted, oneLine } from '../parts/text.ts';
import { ScreenHead } from '../parts/toolbar.tsx';
import { measures, warmths, type Measure } from './heat-of-nodes.ts';
import { HeatTable } from './heat-table.tsx';
import { StartDialog } from './start-dialog.tsx';

const spans: Readonly<Record<string, number>> = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
};

/** A graph with how many threads are at each node, and what became of threads there. */
export function GraphScreen({ name }: { readonly name: string }) {
  const { asked, select } = useSelection();
  const version = asked.get('version') ?? undefined;
  const within = asked.get('within') ?? '';
  const measure = Object.keys(measures).find((each): each is Measure => each === asked.get('heat')) ?? 'visits';
  const changes = useVersion(({ threads }) => threads.some(({ graph }) => graph === name), 2000);
  const { value: listed } = useLoaded<Graphs>('graphs', changes);
  const shown = useLoaded<GraphShown>(pathOf(['graphs', name], { version }));
  const since = useMemo(() => (spans[within] === undefined ? undefined : serverNow() - spans[within]), [within]);
  const heat = useLoaded<Heat>(pathOf(['graphs', name, 'heat'], { since, version }), changes);
  const graph = listed?.graphs.find((each) => each.name === name);
  const [isStarting, setStarting] = useState(false);
  return (
    <>
      <ScreenHead
        title={`Graph ${oneLine(name)}`}
        shown={<Name value={name} />}
        beside={<ThreadsOf graph={graph} name={name} />}
      >
        <CopyMenu
          of={{
            command: `cairn graph ${shellWord(name)}`,
            json: () => JSON.stringify(shown.value?.diagram, undefined, 2),
          }}
        />
        {graph?.isHere === true && (
          <button type="button" class="button primary" onClick={() => setStarting(true)}>
            Start a thread…
          </button>
        )}
      </ScreenHead>
      <div class="toolbar">
        <Choice
          label="Version"
          value={version ?? ''}
          options={versionsOf(graph)}
          onChoose={(chosen) => select({ version: chosen })}
        />
        <Choice
          label="Happened within"
          value={within}
          options={[['', 'Any time'], ...Object.keys(spans).map((span) => [span, `Last ${span}`] as const)]}
          onChoose={(chosen) => select({ within: chosen })}
        />
        <Choice
          label="Colour by"
          value={measure}
          options={Object.entries(measures).map(([id, words]) => [id, `Colour by: ${words.toLowerCase()}`] as const)}
          onChoose={(chosen) => select({ heat: chosen })}
        />
        {heat.value !== undefined && (
          <span class="quiet">
            over {counted(heat.value.threads, 'thread')}
            {heat.value.isCut === true && ', the newest; there are more'}
          </span>
        )}
      </div>
      {shown.error !== undefined && (
        <Failure what="The graph cannot be drawn" error={shown.error} retry={shown.retry} />
      )}
      {heat.error !== undefined && (
        <Failure what="What happened cannot be counted" error={heat.error} retry={heat.retry} />
      )}
      {shown.value === undefined && shown.error === undefined && <Loading lines={10} what="Loading the graph" />}
      {shown.value !== undefined && (
        <HeatedGraph
          shown={shown.value}
          heat={heat.value ?? none}
          measure={measure}
          node={asked.get('node') ?? undefined}
          onNode={(node) => select({ node })}
        />
      )}
      {isStarting && <StartDialog name={name} onClose={() => setStarting(false)} />}
    </>
  );
}

const none: Heat = { threads: 0, nodes: [], moves: [] };

interface HeatedProps {
  readonly shown: GraphShown;
  readonly heat: Heat;
  readonly measure: Measure;
  readonly node: string | undefined;
  readonly onNode: (node: string | undefined) => void;
}

function HeatedGraph({ shown, heat, measure, node, onNode }: HeatedProps) {
  const [folds, setFolds] = useState<ReadonlySet<string>>(new Set());
  const diagram = useMemo(() => folded(shown.diagram, (id) => folds.has(id)), [shown, folds]);
  const drawn = useMemo(
    () => ({
      heat: warmths(heat, measure),
      counts: new Map(heat.moves.map(({ move, count }) => [move, count] as const)),
      notes: new Map(heat.nodes.flatMap(({ id, now }) => (now > 0 ? [[id, String(now)] as const] : []))),
      taken: new Set(heat.moves.map(({ move }) => move)),
    }),
    [heat, measure],
  );
  const fold = (id: string): void => {
    const next = new Set(folds);
    if (!next.delete(id)) next.add(id);
    setFolds(next);
  };
  return (
    <div class="heated">
      <section class="heated-graph" aria-label="Drawing">
        <GraphView
          diagram={diagram}
          drawn={drawn}
          label={`Graph ${oneLine(diagram.name)}, coloured by ${measures[measure].toLowerCase()}`}
          folds={folds}
          selected={node}
          onFold={fold}
          onNode={(id) => onNode(id === node ? undefined : id)}
        />
        <HeatLegend measure={measure} />
      </section>
      <HeatTable
        diagram={shown.diagram}
        heat={heat}
        measure={measure}
        node={node}
        graph={shown.graph}
        onNode={onNode}
      />
    </div>
  );
}

function HeatLegend({ measure }: { readonly measure: Measure }) {
  return (
    <p class="heat-legend">
      {measures[measure]}: few
      {[1, 2, 3, 4].map((level) => (
        <span key={level} class={`heat-box heat-${level}`} aria-hidden="true" />
      ))}
      many
      <span class="quiet">The number at a node says how many are there now.</span>
    </p>
  );
}

function ThreadsOf({ graph, name }: { readonly graph: GraphListed | undefined; readonly name: string }) {
  if (graph === undefined) return null;
  const count = Object.values(graph.byStatus).reduce((sum, each) => sum + each, 0);
  return <Link href={addressWith('/', new URLSearchParams(), { graph: name })}>{counted(count, 'thread')}</Link>;
}

function versionsOf(graph: GraphListed | undefined): readonly (readonly [string, string])[] {
  const versions = graph?.versions ?? [];
  const newest = versions.length - 1;
  const listed = versions.map(({ fingerprint, version, threads }, at) => {
    const words = [version ?? fingerprint.slice(0, 8), `${counted(threads, 'thread')} not over`];
    return [fingerprint, `${words.join(' · ')}${at === newest ? ' · newest' : ''}`] as const;
  });
  return [['', 'Newest version'] as const, ...listed.toReversed()];
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChoose: (value: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <select
      class="field"
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    >
      {options.map(([each, words]) => (
        <option key={each} value={each}>
          {words}
        </option>
      ))}
    </select>
  );
}
