import type { WaitOptions } from './settled.ts';

/** How a graph is run: what it needs, and how long it is waited for. */
type RunOptions<Services> = WaitOptions & { readonly services: Services };

/** What `run()` takes after its graph: what may be left out where nothing is needed. */
export type RunArguments<Input, Services> = {} extends Services
  ? object extends Input
    ? [input?: Input, options?: Partial<RunOptions<Services>>]
    : [input: Input, options?: Partial<RunOptions<Services>>]
  : [input: object extends Input ? Input | undefined : Input, options: RunOptions<Services>];
