import type { ToolOptions } from '../tools/tool-nodes.ts';

/** How the model of an agent is tried where nobody says how: the retries that LangChain's models have of their own are off. */
export const patience: NonNullable<ToolOptions<string, string>['retry']> = { attempts: 3, backoff: '1s', jitter: 0.2 };
