import type { WhyShown } from '../../../api.ts';
import { pathOf } from '../../data/api.ts';
import { Failure, Loading } from '../../parts/states.tsx';
import { harmless } from '../../parts/text.ts';
import { laneText } from '../row-words.ts';
import type { View } from '../view.ts';
import { useHeld, useSettled } from '../use-settled.ts';

/** Why the checkpoint was made: what came, what was tried, what else there was, and what led to it. */
export function WhyTab({ view }: { readonly view: View }) {
  const { id, at, go } = view;
  const asked = useSettled(at);
  const { value, error, isOld } = useHeld<WhyShown>(pathOf(['threads', id, 'why'], { at: asked }));
  if (error !== undefined) return <Failure what="Why it was made cannot be told" error={error} />;
  if (value === undefined) return <Loading lines={6} what="Looking for why" />;
  return (
    <div class="why" aria-busy={isOld || asked !== at}>
      <p class="sentence">{value.text}</p>
      <WithinNode why={value} />
      {value.input.seq !== value.seq && (
        <section>
          <h3>What came from outside</h3>
          <Led of={value.input} go={go} />
        </section>
      )}
      {value.ways.length > 0 && <Ways why={value} />}
      {value.ledBy.length > 0 && (
        <section>
          <h3>What led to it</h3>
          {value.ledBy.slice(-50).map((led) => (
            <Led key={led.seq} of={led} go={go} />
          ))}
        </section>
      )}
      {value.cancelled !== undefined && (
        <section>
          <h3>Ended with it</h3>
          <p class="mono">{value.cancelled.map(laneText).join(', ')}</p>
        </section>
      )}
      {value.sent !== undefined && value.sent.length > 0 && (
        <section>
          <h3>Sent with it</h3>
          {value.sent.map((sent, index) => (
            <p key={index} class="mono">
              {harmless(`${sent.type} ${sent.name}${sent.thread === '' ? '' : ` to ${sent.thread}`}: ${sent.outcome}`)}
            </p>
          ))}
        </section>
      )}
    </div>
  );
}

/** The states that a node hosts: those that were active, the transitions that were taken, and those that are active since. */
function WithinNode({ why: { within, withinBefore, took = [], from, to } }: { readonly why: WhyShown }) {
  if (within === undefined && took.length === 0) return null;
  const left = withinBefore === undefined || withinBefore.join() === within?.join() ? [] : withinBefore;
  return (
    <section>
      <h3>Within {harmless(to ?? from)}</h3>
      {left.length > 0 && (
        <p>
          <span class="quiet">was in</span> {harmless(left.join(', '))}
        </p>
      )}
      {took.map((each, index) => (
        <p key={index} class="mono">
          {harmless(`✓ ${each.label ?? each.kind}: ${each.from ?? '(anywhere)'} → ${each.to}`)}
        </p>
      ))}
      {within !== undefined && (
        <p>
          <span class="quiet">in</span> {harmless(within.join(', '))}
        </p>
      )}
    </section>
  );
}

const signs: Readonly<Record<WhyShown['ways'][number]['outcome'], string>> = {
  taken: '✓',
  refused: '✗',
  threw: '!',
  'passed over': '·',
  'not due': '·',
};

function Ways({ why: { from, ways } }: { readonly why: WhyShown }) {
  return (
    <section>
      <h3>{`Ways out of ${harmless(from)}`}</h3>
      <table class="ways">
        <thead>
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col">Way</th>
            <th scope="col">Guard</th>
          </tr>
        </thead>
        <tbody>
          {ways.map((way, at) => (
            <tr key={at} class={`way ${way.outcome.replace(' ', '-')}`}>
              <td>
                <span aria-hidden="true">{signs[way.outcome]}</span> {way.outcome}
              </td>
              <td>
                {way.by === 'next' ? 'next' : `${way.by} ${harmless(way.name ?? '')}`} → {harmless(way.to ?? 'stays')}
              </td>
              <td>
                {way.label !== undefined && <span>{harmless(way.label)} </span>}
                {way.guard !== undefined && <code>{harmless(way.guard)}</code>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Led({ of, go }: { readonly of: WhyShown['ledBy'][number] } & Pick<View, 'go'>) {
  return (
    <p class="led">
      <button type="button" class="flat mono" onClick={() => go({ at: of.seq })}>
        {`@${of.seq}`}
      </button>
      <span>{harmless(of.text)}</span>
    </p>
  );
}
