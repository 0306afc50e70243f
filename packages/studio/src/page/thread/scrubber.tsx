import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from '../parts/icon.tsx';
import { useShortcuts } from '../parts/shortcuts.ts';
import { momentText } from '@cairn/drawing/words';
import type { View } from './view.ts';

const speeds = [1, 2, 5, 10, 20];
/** Milliseconds that a checkpoint is shown at speed 1. */
const pause = 800;

/** A slider over the checkpoints, and play. */
export function Scrubber({ view }: { readonly view: View }) {
  const { thread, at, go } = view;
  const { story } = thread;
  const head = thread.shown?.thread.head ?? at;
  const { isPlaying, speed, setSpeed, toggle } = usePlay(view, head);
  const failures = [story.failureFrom(at, -1), story.failureFrom(at, 1)] as const;
  const row = story.row(at);
  return (
    <section class="scrubber" aria-label="Checkpoints">
      <Step icon="first" label="First checkpoint (Home)" onStep={at > story.first && (() => go({ at: story.first }))} />
      <Step icon="previous" label="Checkpoint before (←)" onStep={at > story.first && (() => go({ at: at - 1 }))} />
      <button
        type="button"
        class="bare"
        aria-pressed={isPlaying}
        aria-label={isPlaying ? 'Pause (.)' : 'Play (.)'}
        title={isPlaying ? 'Pause (.)' : 'Play (.)'}
        onClick={toggle}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} />
      </button>
      <Step icon="next" label="Checkpoint after (→)" onStep={at < head && (() => go({ at: at + 1 }))} />
      <Step icon="last" label="Newest checkpoint (End)" onStep={at < head && (() => go({ at: undefined }))} />
      <select
        class="field scrubber-speed"
        aria-label="Speed"
        value={String(speed)}
        onChange={({ currentTarget }) => setSpeed(Number(currentTarget.value))}
      >
        {speeds.map((each) => (
          <option key={each} value={String(each)}>{`×${each}`}</option>
        ))}
      </select>
      <Slider view={view} head={head} />
      <span class="scrubber-where number">
        {`${at.toLocaleString('en')} of ${head.toLocaleString('en')}`}
        {row === undefined && <span aria-busy="true">{`${story.rows.length.toLocaleString('en')} read…`}</span>}
        {row !== undefined && <time dateTime={new Date(row.time).toISOString()}>{momentText(row.time)}</time>}
      </span>
      {story.failures.length > 0 && (
        <span class="scrubber-failures">
          <button
            type="button"
            class="flat"
            disabled={failures[0] === undefined}
            onClick={() => go({ at: failures[0] })}
            title="Failure before ([)"
          >
            ‹ failure
          </button>
          <button
            type="button"
            class="flat"
            disabled={failures[1] === undefined}
            onClick={() => go({ at: failures[1] })}
            title="Failure after (])"
          >
            failure ›
          </button>
        </span>
      )}
    </section>
  );
}

function Step({
  icon,
  label,
  onStep,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly onStep: (() => void) | false;
}) {
  return (
    <button
      type="button"
      class="bare"
      aria-label={label}
      title={label}
      disabled={onStep === false}
      onClick={onStep === false ? undefined : onStep}
    >
      <Icon name={icon} />
    </button>
  );
}

/** The slider, with a mark at each failure. */
function Slider({ view: { thread, at, go }, head }: { readonly view: View; readonly head: number }) {
  const { story } = thread;
  const track = useRef<HTMLDivElement>(null);
  const span = Math.max(1, head - story.first);
  const row = story.row(at);
  return (
    <div class="slider" ref={track}>
      <div class="slider-marks" aria-hidden="true">
        {story.failures.length <= 200 &&
          story.failures.map((seq) => <i key={seq} style={{ left: `${(100 * (seq - story.first)) / span}%` }} />)}
      </div>
      <input
        type="range"
        aria-label="Checkpoint"
        aria-valuetext={`${at} of ${head}${row === undefined ? '' : `: ${row.text}`}`}
        min={story.first}
        max={head}
        step={1}
        value={at}
        onInput={({ currentTarget }) => go({ at: Number(currentTarget.value) })}
      />
    </div>
  );
}

/** Goes from checkpoint to checkpoint by itself, until the newest. */
function usePlay({ at, go, thread }: View, head: number) {
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const toggle = (): void => {
    if (!isPlaying && at >= head) go({ at: thread.story.first });
    setPlaying(!isPlaying);
  };
  useShortcuts('Play', [{ keys: '.', label: 'Play or pause', run: toggle }]);
  useEffect(() => {
    if (!isPlaying) return undefined;
    if (at >= head) {
      setPlaying(false);
      return undefined;
    }
    const timer = setTimeout(() => go({ at: at + 1 }), pause / speed);
    return () => clearTimeout(timer);
  }, [isPlaying, at, head, speed, go]);
  return { isPlaying, speed, setSpeed, toggle };
}
