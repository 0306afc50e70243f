import type { Graph } from '@cairn/core';
import type { StateEntry } from './channels.ts';
import type { NodeHints } from './shape.ts';

type Source = Graph['source'];

/** What a graph of LangGraph does not say of itself. */
export interface ConvertOptions<Names extends string = string> {
  /** The graph's name; that which it was compiled with, by default. */
  readonly name?: string;
  /** What cannot be read of a node, of `__start__` too: where its router leads, whether it leads to several nodes, or sends. */
  readonly nodes?: {
    readonly [Name in Names | '__start__' | `__error_handler__${Names}`]?: NodeHints & {
      readonly graph?: ConvertOptions;
    };
  };
  /** What a channel is to be instead of what it would be: `append(schema)` for one that is only added to, say. */
  readonly channels?: Readonly<Record<string, StateEntry>>;
  /** How instances of classes are stored that its channels hold, beside messages and documents. */
  readonly codecs?: Source['codecs'];
  readonly limits?: Source['limits'];
  /** Where a run's context is: the runtime's service of that name, or a key of the state that a thread starts with. */
  readonly context?: 'service' | 'state';
  /** What nodes find as `config.configurable`, beside the thread's id. */
  readonly configurable?: Readonly<Record<string, unknown>>;
  /** What nodes find as `config.store`. */
  readonly store?: object;
  /** Threads go on with another input: at its end the graph waits for the event `input`, and begins again. */
  readonly turns?: boolean;
}
