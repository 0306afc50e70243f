// Kit
export { worker, type GraphWorker, type Worker, type WorkerContext, type WorkerPolicy } from './kit/worker.ts';
export type { PatternGraph, PatternOptions } from './kit/pattern.ts';

// People
export type { Delivery, Notice, Notifier } from './people/notice.ts';
export type { Asked, PersonOptions } from './people/person.ts';

// Judging
export { attempt, type Attempt, type AttemptEvents, type AttemptOptions } from './judging/attempt.ts';
export type { Acting, Judgement, Tried, Verifying } from './judging/attempt.ts';
