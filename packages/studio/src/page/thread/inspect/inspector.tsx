import { CopyMenu, shellWord } from '../../parts/copy-menu.tsx';
import { TabPanel, Tabs } from '../../parts/tabs.tsx';
import { harmless } from '../../parts/text.ts';
import { clockText, dayText, durationText } from '@cairn/drawing/words';
import { causeText, laneText, toneOf, wayText, whoOf } from '../row-words.ts';
import { useMark } from '../use-mark.ts';
import type { View } from '../view.ts';
import { Changes } from './changes.tsx';
import { Raw } from './raw.tsx';
import { Results } from './results.tsx';
import { StateTab } from './state-tab.tsx';
import { WhyTab } from './why-tab.tsx';

const tabs = [
  { id: 'changes', label: 'Changes' },
  { id: 'state', label: 'State' },
  { id: 'why', label: 'Why' },
  { id: 'results', label: 'Results' },
  { id: 'raw', label: 'Raw' },
] as const;

/** What there is to know of the checkpoint. */
export function Inspector({ view }: { readonly view: View }) {
  const { place, go } = view;
  return (
    <section class="inspector" aria-label="Checkpoint">
      <CheckpointHead view={view} />
      <Tabs
        name="inspector"
        label="What of the checkpoint"
        tabs={tabs}
        selected={place.tab}
        onSelect={(tab) => go({ tab })}
      />
      <TabPanel name="inspector" selected={place.tab}>
        {place.tab === 'changes' && <Changes view={view} />}
        {place.tab === 'state' && <StateTab view={view} />}
        {place.tab === 'why' && <WhyTab view={view} />}
        {place.tab === 'results' && <Results view={view} />}
        {place.tab === 'raw' && <Raw view={view} />}
      </TabPanel>
    </section>
  );
}

/** What the checkpoint is, on two lines: it is told by its row, so that it is there at once. */
function CheckpointHead({ view: { id, thread, at, place } }: { readonly view: View }) {
  const row = thread.story.row(at);
  const [mark] = useMark();
  const name = `${id}@${at}`;
  const facts =
    row === undefined
      ? []
      : [
          row.lane !== '' && laneText(row.lane),
          `${dayText(row.time)} ${clockText(row.time)}`,
          row.duration !== undefined && `took ${durationText(row.duration)}`,
          row.attempt !== undefined && `attempt ${row.attempt}`,
          whoOf(row) !== undefined && `by ${whoOf(row)}`,
        ];
  return (
    <header class="checkpoint-head">
      <h2>
        <span class="mono">{`@${at}`}</span> {row === undefined ? '' : wayText(row)}
      </h2>
      {row !== undefined && <span class={`cause ${toneOf(row)}`}>{causeText(row)}</span>}
      <CopyMenu
        label="Copy"
        of={{
          json: () => JSON.stringify(row, undefined, 2),
          command: `cairn thread ${place.tab === 'why' ? 'why' : 'show'} ${shellWord(name)}`,
          typescript: `await cairn.thread(graph, ${JSON.stringify(id)}).${place.tab === 'why' ? 'why' : 'at'}(${at})`,
        }}
      />
      <p class="checkpoint-facts quiet">{facts.filter((fact) => fact !== false).join(' · ')}</p>
      {mark !== undefined && (
        <p class="checkpoint-facts quiet">
          {mark === name
            ? 'This is marked: go to another checkpoint and press v.'
            : `${harmless(mark)} is marked: press v to compare it with this.`}
        </p>
      )}
    </header>
  );
}
