import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { LogRow } from '../../../api.ts';
import { Empty } from '../../parts/states.tsx';
import { counted, harmless } from '../../parts/text.ts';
import { durationText } from '@cairn/drawing/words';
import { ValueInLine } from '../../values/value-tree.tsx';
import { failuresOf } from '../failures-of.ts';
import { causeText, laneText, whoOf } from '../row-words.ts';
import type { View } from '../view.ts';

/** So many of each kind are shown, the newest. */
const most = 100;

/** What was recorded up to the checkpoint: failures with their attempts, steps, questions and answers, events, spending. */
export function Results({ view }: { readonly view: View }) {
  const { thread, at, go } = view;
  const { story, count } = thread;
  const way = useMemo(() => story.way(at), [story, at, count]);
  const failures = useMemo(() => failuresOf(way), [way]);
  const recorded = way.filter(({ cause }) => kinds.has(cause));
  const spent = useMemo(() => spentIn(way), [way]);
  if (failures.length + recorded.length + spent.length === 0) {
    return (
      <Empty title="Nothing was recorded up to here">
        <p>Results of steps, answers, events, spending and failures stand here.</p>
      </Empty>
    );
  }
  return (
    <div class="results">
      {failures.length > 0 && (
        <Group title={counted(failures.length, 'failure')}>
          {failures
            .slice(-most)
            .toReversed()
            .map((row) => (
              <FailureOf key={row.seq} row={row} go={go} />
            ))}
        </Group>
      )}
      {spent.length > 0 && (
        <Group title="Spent">
          <dl class="spent">
            {spent.map(([name, amount]) => (
              <div key={name}>
                <dt>{harmless(name)}</dt>
                <dd class="number">{amount.toLocaleString('en')}</dd>
              </div>
            ))}
          </dl>
        </Group>
      )}
      {recorded.length > 0 && (
        <Group title={`${counted(recorded.length, 'result')}${recorded.length > most ? `, the last ${most}` : ''}`}>
          <ol class="recorded">
            {recorded
              .slice(-most)
              .toReversed()
              .map((row) => (
                <li key={row.seq}>
                  <button type="button" class="flat mono" onClick={() => go({ at: row.seq })}>{`@${row.seq}`}</button>
                  <span>
                    {causeText(row)}{' '}
                    <span class="quiet">{`at ${harmless(row.from)}${whoOf(row) === undefined ? '' : `, by ${whoOf(row)}`}`}</span>
                  </span>
                  <span class="recorded-value">
                    {row.note?.value !== undefined && <ValueInLine value={row.note.value} />}
                  </span>
                </li>
              ))}
          </ol>
        </Group>
      )}
    </div>
  );
}

const kinds: ReadonlySet<LogRow['cause']> = new Set(['step', 'save', 'ask', 'answer', 'event', 'sleep', 'spend']);

function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** What was spent, by its name. */
function spentIn(way: readonly LogRow[]): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const { cause, label, note } of way) {
    if (cause === 'spend' && label !== undefined) sums.set(label, (sums.get(label) ?? 0) + (note?.amount ?? 0));
  }
  return [...sums];
}

function FailureOf({ row, go }: { readonly row: LogRow } & Pick<View, 'go'>) {
  const failure = row.note?.failure;
  if (failure === undefined) return null;
  return (
    <article class="attempt">
      <p class="attempt-head">
        <button type="button" class="flat mono" onClick={() => go({ at: row.seq })}>{`@${row.seq}`}</button>
        <span>{`${harmless(row.from)}, attempt ${failure.attempt}`}</span>
        <span class="quiet">
          {[
            row.lane !== '' && laneText(row.lane),
            row.duration !== undefined && `took ${durationText(row.duration)}`,
            failure.fatal === true && 'final',
            row.due !== undefined && `again in ${durationText(row.due - row.time)}`,
          ]
            .filter((each) => each !== false)
            .join(' · ')}
        </span>
      </p>
      <p class="attempt-message">{harmless(`${failure.name}: ${failure.message}`, '\n')}</p>
      {failure.refused !== undefined && (
        <div>
          <p>{`Refused: ${harmless(failure.refused.reason)}`}</p>
          <ValueInLine value={failure.refused.update} />
        </div>
      )}
      {failure.stack !== undefined && (
        <details>
          <summary class="quiet">Stack</summary>
          <pre>{harmless(failure.stack, '\n')}</pre>
        </details>
      )}
    </article>
  );
}
