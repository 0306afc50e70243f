import { durationText } from '@cairn/drawing/words';
import { harmless } from '../parts/text.ts';
import type { Story } from '../thread/story.ts';
import type { Thread } from '../thread/use-thread.ts';
import { SideLink, type Side } from './side.tsx';

interface SumsProps {
  readonly one: Thread;
  readonly two: Thread;
  readonly left: Side;
  readonly right: Side;
}

/** What both took and spent on their ways. */
export function Sums({ one, two, left, right }: SumsProps) {
  const [first, second] = [sumsOf(one.story, left.seq), sumsOf(two.story, right.seq)];
  const names = [...new Set([...first.keys(), ...second.keys()])];
  return (
    <table class="sums">
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">What</span>
          </th>
          <th scope="col">
            A <SideLink side={left} />
          </th>
          <th scope="col">
            B <SideLink side={right} />
          </th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name} class={first.get(name) === second.get(name) ? undefined : 'differs'}>
            <th scope="row">{harmless(name)}</th>
            <td class="number">{first.get(name) ?? '–'}</td>
            <td class="number">{second.get(name) ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sumsOf(story: Story, seq: number): ReadonlyMap<string, string> {
  const way = story.way(seq);
  const spent = new Map<string, number>();
  let [worked, failures] = [0, 0];
  for (const { cause, label, note, duration } of way) {
    worked += duration ?? 0;
    failures += note?.failure !== undefined && cause === 'attempt' ? 1 : 0;
    if (cause === 'spend' && label !== undefined) spent.set(label, (spent.get(label) ?? 0) + (note?.amount ?? 0));
  }
  const time = (way.at(-1)?.time ?? 0) - (way[0]?.time ?? 0);
  return new Map([
    ['checkpoints on its way', way.length.toLocaleString('en')],
    ['time', durationText(time)],
    ['at work', durationText(worked)],
    ['failed attempts', String(failures)],
    ...[...spent].map(([name, amount]) => [`spent ${name}`, amount.toLocaleString('en')] as const),
  ]);
}
