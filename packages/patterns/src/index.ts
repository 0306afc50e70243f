// Kit
export { worker, type GraphWorker, type Worker, type WorkerContext, type WorkerPolicy } from './kit/worker.ts';
export type { PatternGraph, PatternOptions } from './kit/pattern.ts';

// People
export type { Asking, Delivery, Field, Linking, Links, Notice, NoticeLink, Notifier, Offer } from './people/notice.ts';
export type { Asked } from './people/asking.ts';
export type { PersonOptions } from './people/person.ts';
export {
  approval,
  type ApprovalEvents,
  type ApprovalGraph,
  type ApprovalOptions,
  type Yes,
} from './people/approval.ts';
export { slackNotifier, type SlackOptions } from './people/slack.ts';
export { tryLater } from './people/try-later.ts';
export { signedLinks, type LinkContent, type LinkFound, type LinkOptions, type SignedLinks } from './people/links.ts';
export { answerByLink, type LinkAnswering } from './people/answer-by-link.ts';
export { answerByWebhook, webhookHeaders, type Told, type WebhookAnswering } from './people/answer-by-webhook.ts';
export { nodeHandler, type NodeHandler, type NodeRequest, type NodeResponse } from './people/node-handler.ts';
export type { Answer, AnswerCode, Answered, Answering } from './people/take-once.ts';
export type { Secrets } from './people/signature.ts';

// Judging
export { attempt, type Attempt, type AttemptEvents, type AttemptOptions } from './judging/attempt.ts';
export type { Judgement } from './kit/judgement.ts';
export type { Acting, Tried, Verifying } from './judging/attempt.ts';
export { gate, type Gate, type GateOptions, type PolicySource } from './judging/gate.ts';
export { learnedPolicy, type Learned, type LearnedOptions, type LearnedPolicy } from './judging/learned.ts';
export type { Amended, Approval, Deciding, GateEvents } from './judging/deciding.ts';
export type { Held, Rule, RuleFacts, Ruling } from './judging/rules.ts';
export { tiers } from './judging/tiers.ts';
export type {
  Accept,
  Found,
  TierAsked,
  TierEvents,
  TierOptions,
  Tiers,
  TiersOptions,
  TierSaid,
} from './judging/tier.ts';
export { reflection, type Best, type Criticizing, type Critique, type Improving } from './judging/reflection.ts';
export type { Reflection, ReflectionOptions, Round } from './judging/reflection.ts';

// Work
export { nothingDone } from './work/nothing-done.ts';
export { saga, type Saga } from './work/saga.ts';
export type { Doing, Results, SagaEvents, SagaOptions, SagaStep, StepFailure, Undoing } from './work/saga-options.ts';
export { undoable } from './work/undoable.ts';
export type { Undo, Undoable, UndoableAuthor, UndoableDefinition, UndoableMigration } from './work/undoable-options.ts';
export type { ToUndo, UndoEvents, UndoMigration, UndoProgress, UndoWorker } from './work/undoable-options.ts';
export { tasks, type Tasks } from './work/tasks.ts';
export type { Planning, Task, TaskResult, TasksOptions, TriedWay, Working } from './work/tasks-options.ts';
export { breaker, type BreakerOptions, type BreakerRule, type BreakerState } from './work/breaker.ts';
export { router, starts, wakes } from './work/router.ts';
export type { Arrived, Route, Routed, RouterOptions, Starting, Waking } from './work/router.ts';
export { receiver, watchFolder, type FoundFile, type Receiver, type WatchFolderOptions } from './work/sources.ts';

// Teams
export { consensus, type Consensus, type ConsensusEvents, type ConsensusOptions } from './teams/consensus.ts';
export type { Reviewing, Undecided } from './teams/consensus.ts';
export type { Quorum, Tally } from './teams/quorum.ts';
export type { Abstention, Opinion, Stance } from './teams/stance.ts';
export { debate, type Debate, type DebateEvents, type DebateOptions } from './teams/debate.ts';
export type { Arguing, Argument, Judging, Finding, Unjudged } from './teams/argument.ts';
export { supervision } from './teams/supervision.ts';
export type { Managing, SupervisingOptions, Supervision, SupervisionEvents } from './teams/supervising.ts';
export type { SupervisionOptions, Unfinished } from './teams/supervising.ts';
export type { Assigned, Rejection, Reviewed } from './teams/delegation.ts';
export type { Budget } from './teams/budget.ts';
export type { Assignment } from './teams/task.ts';
export { crew, type CrewOptions, type CrewTask } from './teams/crew.ts';
export { groupChat, type GroupChat, type GroupChatEvents, type GroupChatOptions } from './teams/group-chat.ts';
export type { Picking, Saying, Silence, Speaking } from './teams/group-chat.ts';
export { segments } from './teams/segments.ts';
export type { Segments, SegmentsEvents, SegmentsOptions, Unsettled } from './teams/owned.ts';
export type { Agent, Contradiction, Refusal, Rollback, Writing, Written } from './teams/agent.ts';
