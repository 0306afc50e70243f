import { useRef, useState } from 'preact/hooks';
import type { Acted, InboxItem, InboxShown } from '../../api.ts';
import { threadAddress } from '../data/address.ts';
import { pathOf, post, Refused } from '../data/api.ts';
import { useLoaded } from '../data/loaded.ts';
import { useMeta } from '../data/meta.ts';
import { PlainForm } from '../forms/plain-form.tsx';
import { SchemaForm } from '../forms/schema-form.tsx';
import { signedBy } from '../forms/signed-by.ts';
import { Ago } from '../parts/ago.tsx';
import { CopyMenu, shellWord } from '../parts/copy-menu.tsx';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { notify } from '../parts/notice.tsx';
import { Failure, Loading, messageOf } from '../parts/states.tsx';
import { TabPanel, Tabs } from '../parts/tabs.tsx';
import { oneLine } from '../parts/text.ts';
import { ValueTree } from '../values/value-tree.tsx';
import { heldBy, type Held, type TakesNow } from './held.ts';
import { actionOf, carriesNothing, takesOf } from './takes.ts';

interface DetailProps {
  readonly item: InboxItem;
  readonly chosenTake: string | undefined;
  readonly onTake: (id: string) => void;
  /** Called when something was given, and the thread goes on. */
  readonly onDone: () => void;
  readonly onBack: () => void;
}

/** One thread that waits: what it takes, and what who gives it has to see. */
export function InboxDetail({ item, chosenTake, onTake, onDone, onBack }: DetailProps) {
  const { thread, since } = item;
  const shown = useLoaded<InboxShown>(pathOf(['inbox', thread.id]), thread.head);
  // What is known of how it stood before says nothing of what it takes now.
  const whole = shown.value?.thread.head === thread.head ? shown.value : undefined;
  const { held, again, round, takes } = useHeldTake(
    { takes: takesOf(whole ?? item), head: thread.head, isWhole: whole !== undefined },
    chosenTake,
  );
  const take = held?.take;
  return (
    <section class="inbox-detail" aria-labelledby="inbox-thread">
      <header class="inbox-head">
        <button type="button" class="bare inbox-back" aria-label="Back to the list" onClick={onBack}>
          <Icon name="left" />
        </button>
        <h2 id="inbox-thread">
          <Name value={thread.id} to={threadAddress(thread.id)} />
        </h2>
        <span class="quiet">
          {oneLine(thread.graph)}, waiting since <Ago at={since} />
        </span>
        {thread.due !== null && (
          <span class="until">
            goes on by itself <Ago at={thread.due} />
          </span>
        )}
        <CopyMenu
          of={{
            json: () => JSON.stringify(whole ?? item, undefined, 2),
            command: `cairn thread show ${shellWord(thread.id)}`,
          }}
        />
      </header>
      <div class="inbox-body">
        <div class="inbox-form">
          {takes.length > 1 && take !== undefined && (
            <Tabs
              name="take"
              label="What it takes"
              tabs={takes.map(({ id, name, kind }) => ({
                id,
                label: kind === 'answer' ? `Answer ${oneLine(name)}` : oneLine(name),
              }))}
              selected={take.id}
              onSelect={onTake}
            />
          )}
          {held === undefined || take === undefined ? (
            <p class="quiet">It waits for other threads, or for its time: there is nothing to give.</p>
          ) : (
            <TakePanel
              key={`${round} ${take.id}`}
              item={item}
              held={held}
              isAlone={takes.length === 1}
              onAgain={again}
              onDone={onDone}
            />
          )}
        </div>
        <section class="inbox-state" aria-labelledby="inbox-state">
          <h3 id="inbox-state">State</h3>
          {shown.error !== undefined && (
            <Failure what="Its state cannot be shown" error={shown.error} retry={shown.retry} />
          )}
          {shown.value === undefined && shown.error === undefined && <Loading lines={4} what="Loading the state" />}
          {shown.value !== undefined && <WaitingState of={shown.value} />}
        </section>
      </div>
    </section>
  );
}

/**
 * What is about to be given: it stays what it is while somebody is at it, whatever the thread takes by then, until they choose another, or
 * want what there is `again`.
 */
function useHeldTake(now: TakesNow, chosen: string | undefined) {
  const held = useRef<Held>(undefined);
  const [round, setRound] = useState(0);
  const { takes, head } = now;
  const wanted = takes.find(({ id }) => id === chosen);
  if (held.current === undefined || (wanted !== undefined && wanted.id !== held.current.take.id)) {
    const take = wanted ?? takes[0];
    held.current = take && { take, seen: head };
  }
  const current = held.current && heldBy(held.current, now);
  if (current !== undefined) held.current = { take: current.take, seen: current.seen };
  const again = (): void => {
    held.current = undefined;
    setRound((before) => before + 1);
  };
  const isThere = current === undefined || takes.some(({ id }) => id === current.take.id);
  return { held: current, again, round, takes: isThere ? takes : [current.take, ...takes] };
}

function WaitingState({ of: { state, lanes } }: { readonly of: InboxShown }) {
  return (
    <>
      <ValueTree value={state} />
      {lanes.map(({ lane, node, state: own }) => (
        <section key={lane} aria-label={`State of ${oneLine(lane)}`}>
          <h4>{`${oneLine(lane)}, at ${oneLine(node)}`}</h4>
          <ValueTree value={own} />
        </section>
      ))}
    </>
  );
}

interface TakeProps {
  readonly item: InboxItem;
  readonly held: Held;
  /** Shows what it takes by now. */
  readonly onAgain: () => void;
  readonly onDone: () => void;
}

function TakePanel({ isAlone, ...given }: TakeProps & { readonly isAlone: boolean }) {
  const { take } = given.held;
  const content = <TakeForm {...given} />;
  if (!isAlone)
    return (
      <TabPanel name="take" selected={take.id}>
        {content}
      </TabPanel>
    );
  return (
    <>
      <h3>{take.kind === 'answer' ? `Answer ${oneLine(take.name)}` : oneLine(take.name)}</h3>
      {content}
    </>
  );
}

function TakeForm({ item: { thread, may }, held: { take, seen, over }, onAgain, onDone }: TakeProps) {
  const who = useMeta()?.who;
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  // It may be asked again: then nothing of what was given is filled in.
  const [given, setGiven] = useState(0);
  // Whoever was told that the thread is otherwise by now may send it all the same.
  const [isTold, setTold] = useState(false);
  const give = async (value: unknown): Promise<void> => {
    const [action, body] = actionOf(take, value, isTold ? thread.head : seen);
    setBusy(true);
    setError(undefined);
    try {
      await post<Acted>(pathOf(['threads', thread.id, action]), body);
      notify(take.kind === 'answer' ? `Answered ${take.name} of ${thread.id}.` : `Sent ${take.name} to ${thread.id}.`);
      setGiven((before) => before + 1);
      onDone();
    } catch (refusal) {
      const mayAllTheSame = refusal instanceof Refused && refusal.code === 'studio/changed' && take.kind === 'event';
      setTold(mayAllTheSame);
      const all = mayAllTheSame ? ' Look at how it stands; once more, and it is sent all the same.' : '';
      setError(`${messageOf(refusal as Error)}${all}`);
    }
    setBusy(false);
  };
  const form = {
    submit: take.kind === 'answer' ? 'Answer' : `Send ${oneLine(take.name)}`,
    isBusy,
    error,
    stopped: over && `${over} What is filled in here is not sent.`,
    children: over !== undefined && (
      <button type="button" class="button" onClick={onAgain}>
        Show what it takes now
      </button>
    ),
  };
  return (
    <>
      {take.payload !== undefined && (
        <section class="inbox-payload">
          <h4>Asked with</h4>
          <ValueTree value={take.payload} depth={2} />
        </section>
      )}
      {!may.act ? (
        <p class="quiet">{may.why ?? 'Nothing can be given from here.'}</p>
      ) : carriesNothing(take) ? (
        <PlainForm {...form} onSubmit={() => void give(undefined)} />
      ) : (
        <SchemaForm
          key={given}
          schema={take.schema}
          value={signedBy(take.schema, who)}
          needs={take.kind === 'answer' ? 'value' : 'nothing'}
          {...form}
          onSubmit={(value) => void give(value)}
        />
      )}
    </>
  );
}
