import type { Branch, Content, Payload, Send, Text, Value } from './document.ts';
import { issueAt, type XmlElement } from './element.ts';
import type { Reading } from './reading.ts';

/** The contents of a block, read. */
export function contentsOf({ children }: XmlElement, reading: Reading): readonly Content[] {
  return children.flatMap((each) => contentOf(each, reading));
}

function contentOf(element: XmlElement, reading: Reading): readonly Content[] {
  const read = readers[element.tag];
  if (read !== undefined) return [read(element, reading)].filter((content) => content !== undefined);
  reading.unsupported(element);
  return [];
}

const readers: Readonly<Record<string, (element: XmlElement, reading: Reading) => Content | undefined>> = {
  raise: (element, reading) => ({ tag: 'raise', event: needed(element, 'event', reading) }),
  assign: (element, reading) => ({
    tag: 'assign',
    location: { ...textOf(element, needed(element, 'location', reading), reading) },
    value: valueOf(element, 'expr', reading),
  }),
  log: (element, reading) => ({
    tag: 'log',
    label: element.attributes.get('label'),
    expr: textIn(element, 'expr', reading),
  }),
  script: (element, reading) => ({ tag: 'script', script: textOf(element, reading.textIn(element), reading) }),
  cancel: (element, reading) => ({ tag: 'cancel', id: eitherOf(element, 'sendid', 'sendidexpr', reading) ?? nothing }),
  if: (element, reading) => ({ tag: 'if', branches: branchesOf(element, reading) }),
  foreach: (element, reading) => ({
    tag: 'foreach',
    array: textOf(element, needed(element, 'array', reading), reading),
    item: textOf(element, needed(element, 'item', reading), reading),
    index: textIn(element, 'index', reading),
    content: contentsOf(element, reading),
  }),
  send: sendOf,
};

const nothing: Value = { literal: undefined };

function branchesOf(element: XmlElement, reading: Reading): readonly Branch[] {
  let content: Content[] = [];
  const branches: Branch[] = [{ cond: textOf(element, needed(element, 'cond', reading), reading), content }];
  for (const each of element.children) {
    if (each.tag !== 'elseif' && each.tag !== 'else') content.push(...contentOf(each, reading));
    else {
      content = [];
      const cond = each.tag === 'else' ? undefined : textOf(each, needed(each, 'cond', reading), reading);
      branches.push({ cond, content });
    }
  }
  return branches;
}

const httpProcessor = /BasicHTTPEventProcessor\/?$/u;

function sendOf(element: XmlElement, reading: Reading): Send {
  const type = element.attributes.get('type');
  if (type !== undefined && httpProcessor.test(type)) {
    reading.issues.push(issueAt(element.at, 'unsupported', `No event goes out by HTTP: "${type}" is not supported.`));
  }
  return {
    tag: 'send',
    at: element.at,
    event: eitherOf(element, 'event', 'eventexpr', reading),
    target: eitherOf(element, 'target', 'targetexpr', reading),
    type: eitherOf(element, 'type', 'typeexpr', reading),
    delay: eitherOf(element, 'delay', 'delayexpr', reading),
    id: element.attributes.get('id'),
    idLocation: textIn(element, 'idlocation', reading),
    payload: payloadOf(element, reading),
  };
}

/** What an element says of an event's data: names of variables, parameters or a content. */
export function payloadOf(element: XmlElement, reading: Reading): Payload {
  const names = (element.attributes.get('namelist') ?? '').split(/\s+/u).filter((name) => name !== '');
  const params = names.map((name) => ({ name, value: textOf(element, name, reading) }));
  let content: Value | undefined;
  for (const each of element.children) {
    if (each.tag === 'content') content = valueOf(each, 'expr', reading);
    else if (each.tag === 'param') {
      const value = textIn(each, 'expr', reading) ?? textOf(each, needed(each, 'location', reading), reading);
      params.push({ name: needed(each, 'name', reading), value });
    } else reading.unsupported(each);
  }
  return { params, content, at: element.at };
}

function eitherOf(element: XmlElement, plain: string, expr: string, reading: Reading): Value | undefined {
  const said = element.attributes.get(plain);
  if (said !== undefined) return { literal: said };
  const text = textIn(element, expr, reading);
  return text === undefined ? undefined : { expr: text };
}

/** What an attribute evaluates to, or what stands in the element: JSON, or text. */
export function valueOf(element: XmlElement, attribute: string, reading: Reading): Value {
  const expr = textIn(element, attribute, reading);
  if (expr !== undefined) return { expr };
  const [inner] = element.children;
  if (inner !== undefined) {
    const message = `XML is no value here: <${inner.tag}> stands in <${element.tag}>. Write JSON, or text.`;
    reading.issues.push(issueAt(inner.at, 'unsupported', message));
  }
  return { literal: literalOf(reading.textIn(element)) };
}

/** JSON where it is some, else the text with each space between words as one. */
function literalOf(text: string): unknown {
  const trimmed = text.trim().replaceAll(/\s+/gu, ' ');
  if (trimmed === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return trimmed;
  }
}

/** An attribute that is evaluated, where the element has it. */
export function textIn(element: XmlElement, attribute: string, reading: Reading): Text | undefined {
  const text = element.attributes.get(attribute);
  return text === undefined ? undefined : textOf(element, text, reading);
}

/** Something that is evaluated. */
export function textOf({ tag, at }: XmlElement, text: string, reading: Reading): Text {
  reading.evaluated({ text, tag, at });
  return { text, tag, at };
}

/** An attribute that an element has to have. */
export function needed(element: XmlElement, attribute: string, { issues }: Reading): string {
  const value = element.attributes.get(attribute);
  if (value === undefined) issues.push(issueAt(element.at, 'invalid', `<${element.tag}> needs "${attribute}".`));
  return value ?? '';
}
