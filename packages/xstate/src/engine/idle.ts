import type { EngineInput, Standing, Step } from './engine.ts';

interface WithActions {
  readonly actions: readonly { readonly job: string }[];
}

/** The state without the actions that came to their end. */
export function withoutEnded<State extends WithActions>(state: State, input: EngineInput): State {
  if (input.type !== 'done' && input.type !== 'error') return state;
  if (!state.actions.some(({ job }) => job === input.job)) return state;
  return { ...state, actions: state.actions.filter(({ job }) => job !== input.job) };
}

/** Whether an input can change anything but what runs of actions. */
export function concerns({ jobs, due }: Standing, input: EngineInput, now: number): boolean {
  if (input.type === 'event') return true;
  if (input.type === 'due') return due !== undefined && due <= now;
  const job = jobs.find(({ id }) => id === input.job);
  return job !== undefined && (job.kind !== 'actions' || input.type === 'error');
}

/** A step that leads nowhere. */
export function unmoved<State>(state: State): Step<State> {
  return { state, moves: [], emitted: [], sent: [], told: [] };
}
