/**
 * SCXML documents as machines of XState, for what the W3C and SCION wrote to test state machines with.
 *
 * It covers what XState 5 has a like for, and throws at anything else. Expressions are run as they are: they are the tests' own.
 */
import { DOMParser, type Element } from '@xmldom/xmldom';
import {
  assign,
  cancel,
  createMachine,
  enqueueActions,
  log,
  not,
  raise,
  sendTo,
  stateIn,
  type AnyStateMachine,
} from 'xstate';

type Config = Record<string, unknown>;
interface Given {
  readonly context: Record<string, unknown>;
  readonly event: { readonly type: string };
}

/** The machine of a document. */
export function scxmlMachine(xml: string): AnyStateMachine {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  if (root === null) throw new Error('There is no document.');
  return machineOf(root);
}

/** The id of a state as XState takes it: a dot would be a path. */
export function plainId(id: string): string {
  return id.replaceAll('.', '$');
}

function machineOf(root: Element): AnyStateMachine {
  const data = childrenOf(root, 'datamodel').flatMap((model) => childrenOf(model, 'data'));
  const context = Object.fromEntries(data.map((each) => [attribute(each, 'id') ?? '', initialValue(each)]));
  return createMachine({ ...configOf(root, '(machine)'), context } as never);
}

function initialValue(data: Element): unknown {
  const expression = attribute(data, 'expr');
  if (attribute(data, 'src') !== undefined) throw new Error('Data from a file is not converted.');
  return expression === undefined || expression === '_sessionid' ? undefined : evaluated(expression, {}, { type: '' });
}

function configOf(element: Element, id: string): Config {
  if (element.localName === 'history') return historyOf(element, id);
  const states = childrenOf(element, 'state', 'parallel', 'final', 'history');
  const isParallel = element.localName === 'parallel';
  const initial = isParallel || states.length === 0 ? undefined : initialOf(element, states);
  const entry = childrenOf(element, 'onentry').flatMap(actionsIn);
  const exit = childrenOf(element, 'onexit').flatMap(actionsIn);
  return {
    id: plainId(id),
    ...(isParallel ? { type: 'parallel' } : element.localName === 'final' ? { type: 'final' } : {}),
    ...(initial === undefined ? {} : { initial }),
    ...(states.length === 0 ? {} : { states: Object.fromEntries(states.map(namedState)) }),
    ...transitionsOf(element),
    entry,
    exit,
    invoke: childrenOf(element, 'invoke').map(invokeOf),
  };
}

function namedState(element: Element): [string, Config] {
  const id = attribute(element, 'id') ?? '';
  return [plainId(id), configOf(element, id)];
}

function initialOf(element: Element, states: readonly Element[]): string {
  const [inner] = childrenOf(element, 'initial').flatMap((each) => childrenOf(each, 'transition'));
  const named = attribute(element, 'initial') ?? (inner === undefined ? undefined : attribute(inner, 'target'));
  if (named !== undefined && named.includes(' ')) throw new Error('Several initial states are not converted.');
  return plainId(named ?? attribute(states[0] as Element, 'id') ?? '');
}

function historyOf(element: Element, id: string): Config {
  const [transition] = childrenOf(element, 'transition');
  const target = transition === undefined ? undefined : attribute(transition, 'target');
  return {
    id: plainId(id),
    type: 'history',
    history: attribute(element, 'type') ?? 'shallow',
    ...(target === undefined ? {} : { target: `#${plainId(target)}` }),
  };
}

function transitionsOf(element: Element): Config {
  const on: Record<string, Config[]> = {};
  const always: Config[] = [];
  for (const transition of childrenOf(element, 'transition')) {
    const target = attribute(transition, 'target');
    const condition = attribute(transition, 'cond');
    const config = {
      ...(target === undefined
        ? {}
        : {
            target: target
              .trim()
              .split(/\s+/u)
              .map((each) => `#${plainId(each)}`),
          }),
      ...(condition === undefined ? {} : { guard: guardOf(condition) }),
      ...(attribute(transition, 'type') === 'internal' ? {} : { reenter: true }),
      actions: actionsIn(transition),
    };
    const events = attribute(transition, 'event')?.trim().split(/\s+/u);
    if (events === undefined) always.push(config);
    for (const event of events ?? []) (on[descriptorOf(event)] ??= []).push(config);
  }
  return { on, ...(always.length === 0 ? {} : { always }) };
}

/** An event's name stands for all that begin with it and a dot. */
function descriptorOf(event: string): string {
  const own = event
    .replace(/^done\.state(?=\.|$)/u, 'xstate.done.state')
    .replace(/^done\.invoke(?=\.|$)/u, 'xstate.done.actor');
  return own === '*' || own.endsWith('.*') ? own : `${own}.*`;
}

function guardOf(condition: string): unknown {
  const [, negated, state] = /^(!?)In\('(.*)'\)$/u.exec(condition.trim()) ?? [];
  if (state === undefined) return ({ context, event }: Given) => evaluated(condition, context, event);
  const inside = stateIn(`#${plainId(state)}`);
  return negated === '!' ? not(inside) : inside;
}

function invokeOf(element: Element): Config {
  const type = attribute(element, 'type') ?? '';
  if (!['scxml', 'http://www.w3.org/TR/scxml/'].includes(type)) throw new Error(`Invoking "${type}" is not converted.`);
  const [content] = childrenOf(element, 'content').flatMap((each) => childrenOf(each, 'scxml'));
  if (content === undefined) throw new Error('Invoking without a document is not converted.');
  const id = attribute(element, 'id');
  return { src: machineOf(content), ...(id === undefined ? {} : { id }) };
}

function actionsIn(element: Element): readonly unknown[] {
  return childrenOf(element).map(actionOf);
}

function actionOf(element: Element): unknown {
  switch (element.localName) {
    case 'raise':
      return raise({ type: attribute(element, 'event') ?? '' });
    case 'assign':
      return assignmentOf(attribute(element, 'location') ?? '', attribute(element, 'expr') ?? '');
    case 'script':
      return scriptOf(element.textContent ?? '');
    case 'cancel':
      return cancelOf(element);
    case 'log':
      return logOf(element);
    case 'send':
      return sendOf(element);
    case 'if':
      return ifOf(element);
    default:
      throw new Error(`<${element.localName}> is not converted.`);
  }
}

function assignmentOf(location: string, expression: string): unknown {
  return assign(({ context, event }: Given) => {
    evaluated(location, context, event);
    return { [location]: evaluated(expression, context, event) };
  });
}

function scriptOf(body: string): unknown {
  return assign(({ context, event }: Given) => {
    const changed = { ...context };
    execute(body, changed, event);
    return changed;
  });
}

function cancelOf(element: Element): unknown {
  const id = attribute(element, 'sendid');
  const expression = attribute(element, 'sendidexpr') ?? '';
  return cancel(id ?? ((({ context, event }: Given) => evaluated(expression, context, event)) as never));
}

function logOf(element: Element): unknown {
  const expression = attribute(element, 'expr') ?? 'undefined';
  return log(({ context, event }: Given) => evaluated(expression, context, event), attribute(element, 'label'));
}

function sendOf(element: Element): unknown {
  const params = childrenOf(element).map((each) => {
    if (each.localName !== 'param') throw new Error(`<${each.localName}> in <send> is not converted.`);
    return [attribute(each, 'name') ?? '', attribute(each, 'expr') ?? ''] as const;
  });
  const type = attribute(element, 'event');
  const typeExpression = attribute(element, 'eventexpr') ?? '';
  const event = ({ context, event: given }: Given) => ({
    type: type ?? (evaluated(typeExpression, context, given) as string),
    ...Object.fromEntries(params.map(([name, expression]) => [name, evaluated(expression, context, given)])),
  });
  const target = attribute(element, 'target');
  if (target === '#_internal') return raise(event as never);
  const delay = delayOf(element);
  const id = attribute(element, 'id');
  return sendTo((target ?? (({ self }: { self: unknown }) => self)) as never, event as never, {
    ...(delay === undefined ? {} : { delay: delay as never }),
    ...(id === undefined ? {} : { id }),
  });
}

function delayOf(element: Element): unknown {
  const delay = attribute(element, 'delay');
  const expression = attribute(element, 'delayexpr');
  if (delay !== undefined) return milliseconds(delay);
  if (expression === undefined) return undefined;
  return ({ context, event }: Given) => milliseconds(evaluated(expression, context, event) as string);
}

function milliseconds(delay: string): number | undefined {
  if (delay === '') return undefined;
  const [, count, unit] = /^(\d*\.?\d+)(ms|s)$/u.exec(delay) ?? [];
  if (count === undefined) throw new Error(`"${delay}" is no delay.`);
  return Number(count) * (unit === 's' ? 1000 : 1);
}

interface Branch {
  readonly condition: string | undefined;
  readonly actions: unknown[];
}

function ifOf(element: Element): unknown {
  const branches: Branch[] = [{ condition: attribute(element, 'cond'), actions: [] }];
  for (const child of childrenOf(element)) {
    if (child.localName === 'elseif') branches.push({ condition: attribute(child, 'cond'), actions: [] });
    else if (child.localName === 'else') branches.push({ condition: undefined, actions: [] });
    else branches.at(-1)?.actions.push(actionOf(child));
  }
  return enqueueActions((({ context, event, enqueue }: Given & { enqueue: (action: unknown) => void }) => {
    const taken = branches.find(
      ({ condition }) => condition === undefined || Boolean(evaluated(condition, context, event)),
    );
    for (const action of taken?.actions ?? []) enqueue(action);
  }) as never);
}

function evaluated(expression: string, context: object, event: { readonly type: string }): unknown {
  return execute(`return (${expression});`, context, event);
}

/** Documents name what the datamodel holds as variables. */
function execute(body: string, context: object, event: { readonly type: string }): unknown {
  const given = `const _sessionid = undefined; with (context) { ${body} }`;
  // oxlint-disable-next-line typescript/no-implied-eval
  const run = new Function('context', '_event', given) as (context: object, event: object) => unknown;
  return run(context, { name: event.type, data: event });
}

function childrenOf(element: Element, ...names: readonly string[]): readonly Element[] {
  return Array.from(element.childNodes)
    .filter((node): node is Element => node.nodeType === 1)
    .filter(({ localName }) => names.length === 0 || names.includes(localName ?? ''));
}

function attribute(element: Element, name: string): string | undefined {
  return element.getAttribute(name) ?? undefined;
}
