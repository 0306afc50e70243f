import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'preact/hooks';
import { Link } from 'wouter';
import type { LogRow } from '../../api.ts';
import { threadAddress } from '../data/address.ts';
import { causeText, detailText, laneText, toneOf, wayText } from '../thread/row-words.ts';
import type { Aligned, Pair } from './aligned.ts';
import type { Side } from './side.tsx';

const height = 26;

/** Both ways beside each other, with the first place where they part marked. */
export function Sides({ of, left, right }: { readonly of: Aligned; readonly left: Side; readonly right: Side }) {
  const { pairs, divergence } = of;
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: pairs.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 10,
  });
  useEffect(() => {
    if (divergence !== undefined) virtual.scrollToIndex(divergence, { align: 'center' });
  }, [divergence, pairs]);
  const parting = divergence === undefined ? undefined : pairs[divergence];
  return (
    <section class="sides" aria-label="Both ways">
      <h2>{parting === undefined ? 'Both went the same way' : `They part at ${placeOf(parting)}`}</h2>
      <div class="sides-scroll" ref={scroll} tabIndex={0} role="region" aria-label="Both ways, place by place">
        <div role="presentation" style={{ height: `${virtual.getTotalSize()}px`, position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => (
            <div
              key={key}
              class={`pair${index === divergence ? ' parting' : ''}`}
              style={{ transform: `translateY(${start}px)`, height: `${height}px` }}
            >
              <Half row={pairs[index]?.left} thread={left.thread} />
              <span class="pair-sign" aria-hidden="true">
                {signOf(pairs[index])}
              </span>
              <Half row={pairs[index]?.right} thread={right.thread} />
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}

function placeOf({ left, right }: Pair): string {
  return [left && `A @${left.seq}`, right && `B @${right.seq}`].filter((each) => each !== undefined).join(', ');
}

function signOf(pair: Pair | undefined): string {
  if (pair?.left === undefined) return '+';
  return pair.right === undefined ? '−' : '=';
}

function Half({ row, thread }: { readonly row: LogRow | undefined; readonly thread: string }) {
  if (row === undefined) return <span class="half none">–</span>;
  return (
    <span class={`half ${toneOf(row)}`} title={row.lane === '' ? undefined : laneText(row.lane)}>
      <Link class="number" href={threadAddress(thread, { at: row.seq })} aria-label={`${thread}@${row.seq}`}>
        {row.seq}
      </Link>
      <span class="half-way">{wayText(row)}</span>
      <span class="half-cause">{causeText(row)}</span>
      <span class="half-detail quiet">{detailText(row)}</span>
    </span>
  );
}
