import type { Context } from '@cairn/core';
import { ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { messageFrom, storedMessage } from '../messages/message-codec.ts';
import { toWholeMessage } from '../messages/to-message.ts';
import { configOf } from '../model/config-of.ts';
import type { Acting, Tool } from '../model/chat-model.ts';
import { isToApprove, type Approval, type ApprovalPolicy } from './approval.ts';
import { answerText, keptAnswer } from './kept-answer.ts';
import type { Call } from './tool-call.ts';
import { unfitFor } from './unfit.ts';

/** What the activity is given that makes a call. */
export interface Calling extends Acting, Pick<Context, 'step'> {
  spend(this: void, name: never, amount: number): void;
  ask(this: void, key: `approve:${string}`, question: { readonly payload: unknown }): Promise<Approval>;
}

/** The name of the limit of all calls, or the names of that and of those of the calls of some tools, by tool. */
export type ToolSpend =
  | string
  | { readonly calls?: string | undefined; readonly tools?: Readonly<Record<string, string>> | undefined };

/** How a call is made. */
interface Policy {
  readonly approve: ApprovalPolicy;
  readonly spend: ToolSpend | undefined;
}

/** Makes a call, once somebody approves of it where that is asked for. What cannot be done the model is told. */
export async function callTool(
  tools: readonly Tool[],
  { approve, spend }: Policy,
  call: Call,
  context: Calling,
): Promise<BaseMessage> {
  const tool = tools.find(({ name }) => name === call.name);
  if (tool === undefined)
    return told(call, `There is no tool "${call.name}". There are: ${tools.map(({ name }) => name).join(', ')}.`);
  const unfit = call.unfit ?? (await unfitFor(tool, call.args));
  if (unfit !== undefined) return told(call, `The arguments do not fit: ${unfit}`);
  count(call, spend, context);
  if (!isToApprove(approve, call)) return made(tool, call, context);
  return approved(tool, call, context);
}

/** Makes a call, or what somebody approves of instead. Who approves of arguments that do not fit is asked again, and told why. */
async function approved(tool: Tool, call: Call, context: Calling): Promise<BaseMessage> {
  const { id, name, args } = call;
  let unfit: string | undefined;
  for (let round = 1; ; round += 1) {
    const payload = { tool: name, args, ...(unfit !== undefined && { unfit }) };
    const said = await context.ask(round === 1 ? `approve:${id}` : `approve:${id}~${round}`, { payload });
    if (!said.approve) return told(call, said.reason ?? 'This call was not approved.');
    if (said.args === undefined) return made(tool, call, context);
    unfit = await unfitFor(tool, said.args);
    if (unfit === undefined) return made(tool, { ...call, args: said.args }, context);
  }
}

/** Calls a tool. Whatever message it gives is the answer to this call. */
async function made(tool: Tool, { id, name, args }: Call, context: Calling): Promise<BaseMessage> {
  const found: unknown = await tool.invoke({ id, name, args, type: 'tool_call' }, configOf(context));
  const isMessage = typeof found === 'object' && found !== null && 'getType' in found;
  const message = isMessage ? toWholeMessage(found) : undefined;
  const answer =
    message?.type === 'tool'
      ? messageFrom({ name, ...storedMessage(message), tool_call_id: id })
      : new ToolMessage({ content: message?.content ?? answerText(found), name, tool_call_id: id, status: 'success' });
  return keptAnswer(answer, context);
}

/** Counts a call, once for all its attempts. One that is too many ends its lane here, and the model is told. */
function count({ name }: Call, on: ToolSpend | undefined, { spend, attempt }: Calling): void {
  const { calls, tools } = typeof on === 'string' ? { calls: on } : (on ?? {});
  const own = tools !== undefined && Object.hasOwn(tools, name) ? tools[name] : undefined;
  for (const each of [own, calls]) if (each !== undefined && attempt === 1) spend(each as never, 1);
}

/** What a model is told of a call that came to nothing. */
function told({ id, name }: Call, content: string): BaseMessage {
  return new ToolMessage({ content, name, tool_call_id: id, status: 'error' });
}

/** What a failure is to a model. */
export function toldFailure(
  call: Call,
  { message, code }: Pick<Context['failures'][number], 'message' | 'code'>,
): BaseMessage {
  if (code === 'limit/exceeded')
    return told(call, `This call was not made, as no more of "${call.name}" are allowed. Go on with what you have.`);
  return told(call, `The tool failed: ${message}`);
}
