import type { Difference } from '@cairn/core/inspect';
import { useState } from 'preact/hooks';
import { harmless } from '../../parts/text.ts';
import { pathText, ValueInLine } from '../../values/value-tree.tsx';
import { keyOf } from '@cairn/core/store';
import { laneText } from '../row-words.ts';

type LaneDifference = Difference['lanes'][number];
type Part = LaneDifference['state'][number];

/** So many differences are shown before the rest is asked for. */
const atOnce = 100;

const signs = { added: '+', removed: '−', changed: '~' } as const;
const words = { added: 'added', removed: 'removed', changed: 'changed' } as const;

/** How two checkpoints differ, lane by lane. */
export function Differences({
  of,
  onPick,
}: {
  readonly of: Difference;
  readonly onPick?: (lane: string, path: Part['path']) => void;
}) {
  return (
    <div class="differences">
      {of.lanes.map((lane) => (
        <section key={lane.lane} class="difference">
          {(of.lanes.length > 1 || lane.lane !== '') && <h3 class="lane-name">{laneText(lane.lane)}</h3>}
          <Moved lane={lane} />
          {lane.state.length > 0 &&
            (isGone(lane) ? (
              <details>
                <summary class="quiet">What it had</summary>
                <Parts lane={lane} onPick={undefined} />
              </details>
            ) : (
              <Parts lane={lane} onPick={onPick} />
            ))}
        </section>
      ))}
    </div>
  );
}

function isGone({ node }: LaneDifference): boolean {
  return node !== undefined && node.after === undefined;
}

function Moved({ lane: { node, phase } }: { readonly lane: LaneDifference }) {
  if (node === undefined && phase === undefined) return null;
  const told = [node, node !== undefined && node.after === undefined ? undefined : phase].filter(
    (each) => each !== undefined,
  );
  return (
    <p class="moved">
      {told.map(({ before, after }, at) => (
        <span key={at} class={at === 0 && node !== undefined ? 'moved-node' : 'quiet'}>
          {before === undefined ? '' : `${harmless(before)} → `}
          {after === undefined ? 'gone' : harmless(after)}
        </span>
      ))}
    </p>
  );
}

function Parts({
  lane,
  onPick,
}: {
  readonly lane: LaneDifference;
  readonly onPick: ((lane: string, path: Part['path']) => void) | undefined;
}) {
  const [count, setCount] = useState(atOnce);
  return (
    <>
      <table class="parts">
        <thead class="unseen">
          <tr>
            <th scope="col">How</th>
            <th scope="col">Part</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {lane.state.slice(0, count).map((part, at) => (
            <tr key={at} class={part.kind}>
              <td class="part-sign">
                <span aria-hidden="true">{signs[part.kind]}</span>
                <span class="unseen">{words[part.kind]}</span>
              </td>
              <td class="part-path">
                <PartName part={part} onPick={onPick === undefined ? undefined : () => onPick(lane.lane, part.path)} />
              </td>
              <td class="part-value">
                {part.kind !== 'added' && (
                  <del>
                    <ValueInLine value={part.before} />
                  </del>
                )}
                {part.kind !== 'removed' && (
                  <ins>
                    <ValueInLine value={part.after} />
                  </ins>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {lane.state.length > count && (
        <button type="button" class="flat" onClick={() => setCount(count + 10 * atOnce)}>
          {`Show more of ${lane.state.length.toLocaleString('en')}`}
        </button>
      )}
    </>
  );
}

function PartName({ part, onPick }: { readonly part: Part; readonly onPick: (() => void) | undefined }) {
  const name = harmless(pathText(part.path.map((step) => (typeof step === 'string' ? keyOf(step) : step))));
  if (onPick === undefined || part.kind === 'removed') return <span class="mono">{name}</span>;
  return (
    <button type="button" class="part-pick mono" title="Who wrote it?" onClick={onPick}>
      {name}
    </button>
  );
}
