import type { BlameShown, ThreadShown } from '../../../api.ts';
import { pathOf } from '../../data/api.ts';
import { Icon } from '../../parts/icon.tsx';
import { Failure, Loading } from '../../parts/states.tsx';
import { clockText } from '@cairn/drawing/words';
import { harmless } from '../../parts/text.ts';
import { pathText, ValueTree } from '../../values/value-tree.tsx';
import { causeText, laneText } from '../row-words.ts';
import type { View } from '../view.ts';
import { useHeld, useSettled } from '../use-settled.ts';

/** The whole state of a lane; a value that is chosen tells which checkpoints wrote it. */
export function StateTab({ view }: { readonly view: View }) {
  const { id, at, place, go, thread } = view;
  const asked = useSettled(at);
  const { value, error, isOld } = useHeld<ThreadShown>(pathOf(['threads', id], { at: asked }));
  if (error !== undefined) return <Failure what="The state cannot be shown" error={error} />;
  if (value === undefined) return <Loading lines={8} what="Loading the state" />;
  const { lanes } = value.checkpoint;
  const wanted = place.lane ?? thread.story.row(at)?.lane ?? '';
  const lane = lanes.find((each) => each.lane === wanted) ?? lanes[0];
  return (
    <div class="state" aria-busy={isOld || asked !== at}>
      {lanes.length > 1 && (
        <label class="state-lane">
          <span class="quiet">Lane</span>
          <select
            class="field"
            value={lane?.lane}
            onChange={({ currentTarget }) => go({ lane: currentTarget.value, blame: undefined })}
          >
            {lanes.map((each) => (
              <option key={each.lane} value={each.lane}>
                {`${laneText(each.lane)}: ${harmless(each.node)}, ${each.phase}`}
              </option>
            ))}
          </select>
        </label>
      )}
      {lane !== undefined && (
        <>
          {lanes.length === 1 && (
            <p class="quiet">{`At ${harmless(lane.node)}, ${lane.phase}. Choose a value to see who wrote it.`}</p>
          )}
          <ValueTree
            key={lane.lane}
            value={lane.state}
            depth={2}
            picked={place.blame}
            onPick={(path) => go({ blame: [...path], lane: lane.lane })}
          />
          {place.blame !== undefined && <BlameBox view={view} at={asked} lane={lane.lane} path={place.blame} />}
        </>
      )}
    </div>
  );
}

interface BlameBoxProps {
  readonly view: View;
  readonly at: number;
  readonly lane: string;
  readonly path: readonly (string | number)[];
}

/** Which checkpoints wrote a value, part by part. */
function BlameBox({ view: { id, go }, at, lane, path }: BlameBoxProps) {
  const [key = '', ...rest] = path;
  const { value, error } = useHeld<BlameShown>(
    pathOf(['threads', id, 'blame'], {
      at,
      ...(lane !== '' && { lane }),
      key: String(key),
      ...(rest.length > 0 && { path: JSON.stringify(rest) }),
    }),
  );
  return (
    <section class="blame" aria-label="Who wrote it">
      <header>
        <h3>
          Written by <span class="mono">{harmless(pathText(path))}</span>
        </h3>
        <button type="button" class="bare" aria-label="Close who wrote it" onClick={() => go({ blame: undefined })}>
          <Icon name="close" />
        </button>
      </header>
      {error !== undefined && <Failure what="Who wrote it cannot be told" error={error} />}
      {value === undefined && error === undefined && <Loading lines={2} what="Looking for who wrote it" />}
      {value?.parts.length === 0 && <p class="quiet">There is no such value at this checkpoint.</p>}
      {value !== undefined && value.parts.length > 0 && <BlamedParts of={value} id={id} go={go} />}
    </section>
  );
}

function BlamedParts({ of, id, go }: { readonly of: BlameShown } & Pick<View, 'id' | 'go'>) {
  return (
    <table class="blamed">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Checkpoint</th>
          <th scope="col">Node and cause</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {of.parts.slice(-200).map((part, at) => (
          <tr key={at}>
            <td class="mono">{part.path.length === 0 ? 'all of it' : harmless(pathText(part.path))}</td>
            <td>
              <button type="button" class="flat mono" onClick={() => go({ at: part.seq })}>
                {part.thread === id ? `@${part.seq}` : `${harmless(part.thread)}@${part.seq}`}
              </button>
              {part.cut === true && <span class="quiet"> or before</span>}
            </td>
            <td>
              {harmless(part.node)}, {causeText(part)}
              {part.amount !== undefined && ` +${part.amount}`}
              {part.via.length > 0 && (
                <span class="quiet">{` via ${part.via.map((seq) => `@${seq}`).join(', ')}`}</span>
              )}
            </td>
            <td class="number quiet">{clockText(part.time)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
