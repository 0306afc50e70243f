import type { RunnableConfig } from '@langchain/core/runnables';
import type { Namespace } from './places.ts';

/** Where a configuration points. */
export interface Address extends Namespace {
  readonly id: string | undefined;
  /** The name of the thread as it was given. */
  readonly named: { readonly thread_id: unknown };
}

/** A name of a thread or of a checkpoint; numbers are taken for texts. */
export function nameIn(given: unknown): string | undefined {
  if (typeof given === 'number' || typeof given === 'bigint') return String(given);
  return typeof given === 'string' && given !== '' ? given : undefined;
}

/** Where something is to be written. */
export function addressOf(config: RunnableConfig): Address {
  const { thread_id, checkpoint_ns, checkpoint_id } = (config.configurable ?? {}) as Readonly<Record<string, unknown>>;
  const thread = nameIn(thread_id);
  if (thread === undefined) {
    throw new Error(
      'There is no "thread_id" in "config.configurable", which a checkpointer needs: { configurable: { thread_id: "…" } }.',
    );
  }
  return {
    thread,
    ns: typeof checkpoint_ns === 'string' ? checkpoint_ns : '',
    id: nameIn(checkpoint_id),
    named: { thread_id },
  };
}
