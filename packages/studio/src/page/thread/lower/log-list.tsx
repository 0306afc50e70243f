import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'preact/hooks';
import { Empty, Failure, Loading } from '../../parts/states.tsx';
import { durationText, momentText } from '@cairn/drawing/words';
import { causeText, detailText, laneText, timeText, toneOf, wayText } from '../row-words.ts';
import { useMark } from '../use-mark.ts';
import type { View } from '../view.ts';
import { LaneLines, laneWidth } from './lane-lines.tsx';

const height = 26;

/** The log as lanes: a row a checkpoint, of which those in view are drawn. Up and down go from one to the next. */
export function LogList({ view }: { readonly view: View }) {
  const { id, thread, at, go } = view;
  const { story, count, logError } = thread;
  const [mark] = useMark();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 12,
  });
  const index = at - story.first;
  useEffect(() => {
    if (index >= 0 && index < count) virtual.scrollToIndex(index, { align: 'auto' });
  }, [index, count > index]);
  const items = virtual.getVirtualItems();
  const columns = Math.max(1, ...items.map((item) => laneWidth(story.line(story.first + item.index))));
  const step = (event: KeyboardEvent): void => {
    const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -15, PageDown: 15 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    go({ at: Math.min(Math.max(at + by, story.first), story.last) });
  };
  if (logError !== undefined && count === 0) return <Failure what="The log cannot be read" error={logError} />;
  if (count === 0)
    return thread.shown?.thread.head === 0 ? (
      <Empty title="Nothing happened yet" />
    ) : (
      <Loading lines={8} what="Loading the log" />
    );
  return (
    <div
      ref={scroll}
      class="log"
      role="listbox"
      tabIndex={0}
      aria-label={`Checkpoints of ${id}`}
      aria-activedescendant={`log-${at}`}
      onKeyDown={step}
    >
      <div role="presentation" style={{ height: `${virtual.getTotalSize()}px`, position: 'relative' }}>
        {items.map((item) => (
          <Line
            key={item.key}
            view={view}
            mark={mark}
            seq={story.first + item.index}
            top={item.start}
            columns={columns}
          />
        ))}
      </div>
    </div>
  );
}

interface LineProps {
  readonly view: View;
  readonly mark: string | undefined;
  readonly seq: number;
  readonly top: number;
  readonly columns: number;
}

function Line({ view: { thread, at, go, id }, mark, seq, top, columns }: LineProps) {
  const { story, count } = thread;
  const row = story.row(seq);
  const line = story.line(seq);
  if (row === undefined || line === undefined) return null;
  const classes = ['log-row', toneOf(row), seq === at && 'selected', `${id}@${seq}` === mark && 'marked'];
  return (
    <div
      id={`log-${seq}`}
      role="option"
      aria-selected={seq === at}
      aria-posinset={seq - story.first + 1}
      aria-setsize={count}
      class={classes.filter(Boolean).join(' ')}
      style={{ transform: `translateY(${top}px)`, height: `${height}px` }}
      onClick={() => go({ at: seq })}
    >
      <span class="log-seq number">{seq}</span>
      <LaneLines
        line={line}
        isFirst={seq === story.first}
        isLast={seq === story.last}
        columns={columns}
        height={height}
      />
      <span class="log-time number" title={momentText(row.time)}>
        {timeText(row, story.row(seq - 1))}
      </span>
      <span
        class={row.turn === row.seq ? 'log-way' : 'log-way led'}
        title={row.lane === '' ? undefined : laneText(row.lane)}
      >
        {wayText(row)}
      </span>
      <span class="log-cause">{causeText(row)}</span>
      <span class="log-detail">{detailText(row)}</span>
      <span class="log-took number quiet">
        {row.duration !== undefined && row.duration >= 1 ? durationText(row.duration) : ''}
      </span>
    </div>
  );
}
