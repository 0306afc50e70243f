import { harmless } from '../parts/text.ts';
import type { Thread } from '../thread/use-thread.ts';
import { SideLink, type Side } from './side.tsx';
import { sumsOf } from './sums-of.ts';

interface SumsProps {
  readonly one: Thread;
  readonly two: Thread;
  readonly left: Side;
  readonly right: Side;
}

/** What both took and spent on their ways. */
export function Sums({ one, two, left, right }: SumsProps) {
  const [first, second] = [sumsOf(one.story.way(left.seq)), sumsOf(two.story.way(right.seq))];
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
