import { useMemo, useState } from 'preact/hooks';
import { useLocation } from 'wouter';
import type { Acted, GraphShown, StartAsked } from '../../api.ts';
import { threadAddress } from '../data/address.ts';
import { pathOf, post } from '../data/api.ts';
import { useLoaded } from '../data/loaded.ts';
import { SchemaForm } from '../forms/schema-form.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Loading, messageOf } from '../parts/states.tsx';
import { oneLine } from '../parts/text.ts';
import { inputSchema } from '../thread/act/state-schema.ts';

/** Starts a thread of a graph, in its newest version, with an input. */
export function StartDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const [, go] = useLocation();
  const [id, setId] = useState('');
  const [tags, setTags] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const { value: shown, error: unknown } = useLoaded<GraphShown>(pathOf(['graphs', name]));
  const schema = useMemo(() => inputSchema(shown?.plan, shown?.needed), [shown]);
  const start = async (input: unknown): Promise<void> => {
    setBusy(true);
    setError(undefined);
    const said = tags.split(/\s+/u).filter((tag) => tag !== '');
    const asked: StartAsked = { graph: name, input, ...(id !== '' && { id }), ...(said.length > 0 && { tags: said }) };
    try {
      const { thread } = await post<Acted>('threads', asked);
      onClose();
      go(threadAddress(thread.id));
    } catch (refusal) {
      setError(messageOf(refusal as Error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={`Start a thread of ${oneLine(name)}`} onClose={onClose}>
      <div class="start-form">
        <label class="asked">
          <span class="asked-name">
            Id<span class="asked-optional"> (optional: one is made where it is empty)</span>
          </span>
          <input
            class="field"
            value={id}
            onInput={({ currentTarget }) => (setError(undefined), setId(currentTarget.value))}
          />
        </label>
        <label class="asked">
          <span class="asked-name">
            Tags<span class="asked-optional"> (optional)</span>
          </span>
          <input
            class="field"
            value={tags}
            onInput={({ currentTarget }) => (setError(undefined), setTags(currentTarget.value))}
          />
        </label>
        <h3>Input</h3>
        {shown === undefined && unknown === undefined ? (
          <Loading lines={4} what="Loading what it takes" />
        ) : (
          <SchemaForm
            schema={schema}
            value={{}}
            submit="Start"
            isBusy={isBusy}
            error={error}
            onSubmit={(input) => void start(input)}
          />
        )}
      </div>
    </Dialog>
  );
}
