import { TabPanel, Tabs } from '../../parts/tabs.tsx';
import type { View } from '../view.ts';
import { Branches } from './branches.tsx';
import { LogList } from './log-list.tsx';
import { Timeline } from './timeline.tsx';

/** The thread as a whole: its log, its time, its family. */
export function Lower({ view }: { readonly view: View }) {
  const { place, go, thread } = view;
  const tabs = [
    { id: 'log', label: 'Log', count: thread.count > 0 ? thread.count : undefined },
    { id: 'timeline', label: 'Timeline' },
    { id: 'branches', label: 'Branches' },
  ] as const;
  return (
    <section class="lower" aria-label="All of the thread">
      <Tabs
        name="lower"
        label="What of the thread"
        tabs={tabs}
        selected={place.view}
        onSelect={(to) => go({ view: to })}
      />
      <TabPanel name="lower" selected={place.view}>
        {place.view === 'log' && <LogList view={view} />}
        {place.view === 'timeline' && <Timeline view={view} />}
        {place.view === 'branches' && <Branches view={view} />}
      </TabPanel>
    </section>
  );
}
