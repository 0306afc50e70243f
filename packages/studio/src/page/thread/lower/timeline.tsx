import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Spans } from '../../../api.ts';
import { pathOf } from '../../data/api.ts';
import { serverNow } from '../../data/clock.ts';
import { useLoaded } from '../../data/loaded.ts';
import { Empty, Failure, Loading } from '../../parts/states.tsx';
import { harmless } from '../../parts/text.ts';
import { durationText } from '@cairn/drawing/words';
import { laneText } from '../row-words.ts';
import type { View } from '../view.ts';
import { shareOf, ticksOf, tracksOf, type Bar, type Scale, type Track } from './timeline.ts';

const kinds = [
  ['work', 'work'],
  ['wait', 'waiting'],
  ['retry', 'before another attempt'],
  ['queue', 'may not begin yet'],
] as const;

const words = Object.fromEntries(kinds) as Readonly<Record<Bar['kind'], string>>;

/** What took the thread's time, lane by lane: by the clock, or with each checkpoint as wide as the others. */
export function Timeline({ view }: { readonly view: View }) {
  const { id, thread, at } = view;
  const { story } = thread;
  const [by, setBy] = useState<Scale['by']>('steps');
  const { value, error, retry } = useLoaded<Spans>(pathOf(['threads', id, 'spans']), thread.version);
  const room = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(800);
  useLayoutEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [value === undefined]);
  const now = useMemo(serverNow, [value]);
  const scale = useMemo((): Scale => {
    const spans = value?.spans ?? [];
    const ends = spans.map(({ to }) => to ?? now);
    return by === 'steps'
      ? { by, first: story.first, last: Math.max(thread.shown?.thread.head ?? 1, story.first) }
      : { by, from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...ends) };
  }, [value, by, now, story, thread.shown?.thread.head]);
  const tracks = useMemo(
    () => tracksOf(value?.spans ?? [], scale, now, 3 / Math.max(width, 1)),
    [value, scale, now, width],
  );
  if (error !== undefined) return <Failure what="The timeline cannot be shown" error={error} retry={retry} />;
  if (value === undefined) return <Loading lines={6} what="Loading the timeline" />;
  if (value.spans.length === 0) return <Empty title="Nothing took time yet" />;
  const row = story.row(at);
  const here =
    scale.by === 'steps'
      ? shareOf(at, scale.first, scale.last + 1)
      : shareOf(row?.time ?? scale.to, scale.from, scale.to);
  return (
    <div class="timeline">
      <Tools by={by} setBy={setBy} />
      <div class="timeline-body" role="group" aria-label="Time by lane">
        <Ticks scale={scale} width={width} />
        <div class="timeline-lanes" ref={room}>
          <div class="timeline-here" style={{ left: `${here * 100}%` }} />
        </div>
        {tracks.map((track) => (
          <TrackLine key={track.lane} track={track} view={view} />
        ))}
      </div>
    </div>
  );
}

function Tools({ by, setBy }: { readonly by: Scale['by']; readonly setBy: (by: Scale['by']) => void }) {
  return (
    <div class="timeline-tools">
      <div class="choice" role="group" aria-label="Scale">
        <button type="button" class="button" aria-pressed={by === 'steps'} onClick={() => setBy('steps')}>
          By checkpoint
        </button>
        <button type="button" class="button" aria-pressed={by === 'time'} onClick={() => setBy('time')}>
          By time
        </button>
      </div>
      <ul class="timeline-legend" aria-label="Legend">
        {kinds.map(([kind, word]) => (
          <li key={kind}>
            <span class={`swatch ${kind}`} />
            {word}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Ticks({ scale, width }: { readonly scale: Scale; readonly width: number }) {
  return (
    <div class="timeline-ticks" aria-hidden="true">
      {ticksOf(scale, Math.max(2, Math.floor(width / 90))).map(({ share, value }) => (
        <span key={value} style={{ left: `${share * 100}%` }}>
          {scale.by === 'steps' ? `@${value}` : `+${durationText(value)}`}
        </span>
      ))}
    </div>
  );
}

function TrackLine({ track, view: { at, go } }: { readonly track: Track; readonly view: View }) {
  return (
    <div class="track">
      <span class="track-name" title={laneText(track.lane)}>
        {laneText(track.lane)}
      </span>
      <div class="track-bars">
        {track.bars.map((bar) => (
          <button
            key={bar.seq}
            type="button"
            class={`bar ${bar.kind}${bar.isFailed ? ' failed' : ''}${bar.seq === at ? ' here' : ''}`}
            style={{ left: `${bar.from * 100}%`, width: `${(bar.to - bar.from) * 100}%` }}
            title={labelOf(bar)}
            aria-label={`${laneText(track.lane)}: ${labelOf(bar)}`}
            onClick={() => go({ at: bar.seq })}
          >
            <span>{harmless(bar.node)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

function labelOf({ kind, node, isFailed, isOpen, count, lasts, seq }: Bar): string {
  const what = count > 1 ? `${count} stretches from ${harmless(node)}` : harmless(node);
  return `${what}, ${words[kind]}, ${durationText(lasts)}${isOpen ? ' so far' : ''}${isFailed ? ', failed' : ''} (@${seq})`;
}
