import { useMemo } from 'preact/hooks';
import { useLocation } from 'wouter';
import type { Branches as Family } from '../../../api.ts';
import { threadAddress } from '../../data/address.ts';
import { pathOf } from '../../data/api.ts';
import { useLoaded } from '../../data/loaded.ts';
import { useOnlyThread } from '../../data/only-thread.ts';
import { Failure, Loading } from '../../parts/states.tsx';
import { StatusSign } from '../../parts/status-badge.tsx';
import { cutMiddle, harmless } from '../../parts/text.ts';
import { useMark } from '../use-mark.ts';
import type { View } from '../view.ts';
import { compareAddress } from '../use-keys.ts';
import { branchMap, type BranchLine, type Dot } from './branch-map.ts';

const rowHeight = 34;
const left = 16;

/** The thread with all its forks and rewinds; each point can be gone to, and two of them compared. */
export function Branches({ view }: { readonly view: View }) {
  const { id, at, thread } = view;
  const [mark] = useMark();
  const isAlone = useOnlyThread() !== undefined;
  const { value, error, retry } = useLoaded<Family>(pathOf(['threads', id, 'branches']), thread.version);
  const map = useMemo(
    () => (value === undefined ? undefined : branchMap(value.threads, { thread: id, seq: at })),
    [value, id, at],
  );
  if (error !== undefined) return <Failure what="Its forks cannot be shown" error={error} retry={retry} />;
  if (map === undefined) return <Loading lines={4} what="Loading its forks" />;
  const width = map.width + 2 * left;
  const alone = isAlone
    ? 'Where this thread was sent back. What was forked from it is not in this file.'
    : 'This thread has no forks. Fork it from a checkpoint to see what would have been.';
  return (
    <div class="branches">
      <p class="quiet">
        {map.lines.length === 1
          ? alone
          : 'Choose a point to go there. Mark one with v, then choose another to compare the two.'}
        {value?.isCut === true && ' There are more than are shown.'}
      </p>
      {mark !== undefined && <Marked view={view} mark={mark} />}
      <div class="branch-map">
        <ol class="branch-names">
          {map.lines.map(({ branch }) => (
            <li key={branch.id} class={branch.id === id ? 'here' : undefined} style={{ height: `${rowHeight}px` }}>
              <StatusSign status={branch.status} />
              <BranchName id={branch.id} isHere={branch.id === id} />
            </li>
          ))}
        </ol>
        <div class="branch-lines" tabIndex={0} role="group" aria-label="Forks and rewinds by checkpoint">
          <svg width={width} height={map.lines.length * rowHeight} aria-hidden="true">
            {map.lines.map((line) => (
              <Lines key={line.branch.id} line={line} isHere={line.branch.id === id} />
            ))}
          </svg>
          {map.lines.map((line) =>
            line.dots.map((dot) => <Point key={`${line.branch.id}@${dot.seq}`} dot={dot} line={line} view={view} />),
          )}
        </div>
      </div>
    </div>
  );
}

function BranchName({ id, isHere }: { readonly id: string; readonly isHere: boolean }) {
  const [, go] = useLocation();
  const name = cutMiddle(harmless(id), 28);
  if (isHere) return <strong title={harmless(id)}>{name}</strong>;
  return (
    <button type="button" class="flat" title={harmless(id)} onClick={() => go(threadAddress(id, { view: 'branches' }))}>
      {name}
    </button>
  );
}

function Marked({ view: { id, at }, mark }: { readonly view: View; readonly mark: string }) {
  const [, leave] = useLocation();
  const [, keepMark] = useMark();
  const here = `${id}@${at}`;
  return (
    <p class="marked-line">
      <span class="mono">{harmless(mark)}</span> is marked.{' '}
      {mark !== here && (
        <button type="button" class="button" onClick={() => leave(compareAddress(mark, here))}>
          {`Compare with ${harmless(here)}`}
        </button>
      )}
      <button type="button" class="flat" onClick={() => keepMark(undefined)}>
        Take the mark away
      </button>
    </p>
  );
}

/** A thread's line, from where it was forked off, and what its rewinds left behind. */
function Lines({
  line: { row, from, to, left: behind },
  isHere,
}: {
  readonly line: BranchLine;
  readonly isHere: boolean;
}) {
  const y = middleOf(row);
  const begin = left + from.x;
  const fork = from.row === row ? '' : `M${begin} ${middleOf(from.row)}C${begin} ${y} ${begin} ${y} ${begin + 14} ${y}`;
  return (
    <g class={isHere ? 'branch here' : 'branch'}>
      <path class="branch-line" d={`${fork}M${from.row === row ? begin : begin + 14} ${y}H${left + to}`} />
      {behind.map((each) => {
        const middle = left + (each.from + each.to) / 2;
        return (
          <path
            key={`${each.from} ${each.to}`}
            class="branch-back"
            d={`M${left + each.from} ${y}Q${middle} ${y - rowHeight * 0.9} ${left + each.to} ${y}`}
          />
        );
      })}
    </g>
  );
}

function middleOf(row: number): number {
  return row * rowHeight + rowHeight / 2;
}

const meanings: Readonly<Record<Dot['kind'], string>> = {
  start: 'its beginning',
  fork: 'forked off',
  rewind: 'sent back',
  back: 'sent back to',
  head: 'its newest',
  here: 'selected',
};

function Point({
  dot,
  line,
  view: { id, at, go },
}: {
  readonly dot: Dot;
  readonly line: BranchLine;
  readonly view: View;
}) {
  const [, leave] = useLocation();
  const [mark] = useMark();
  const { branch, row } = line;
  const name = `${branch.id}@${dot.seq}`;
  const isHere = branch.id === id && dot.seq === at;
  const choose = (): void => {
    if (branch.id === id) go({ at: dot.seq });
    else leave(threadAddress(branch.id, { at: dot.seq, view: 'branches' }));
  };
  const failed = dot.kind === 'head' ? branch.status : '';
  return (
    <button
      type="button"
      class={`branch-point ${dot.kind} ${failed}${mark === name ? ' marked' : ''}`}
      style={{ left: `${left + dot.x}px`, top: `${middleOf(row)}px` }}
      aria-current={isHere}
      aria-label={`${harmless(name)}, ${meanings[dot.kind]}`}
      title={`${harmless(name)}, ${meanings[dot.kind]}`}
      onClick={choose}
    >
      <i />
      <span class="number">{dot.seq}</span>
    </button>
  );
}
