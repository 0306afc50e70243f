import type { Content, DocState, ScxmlDocument, Transition } from './document.ts';
import { isAtomic, isWithin } from './document.ts';
import { issueAt, readXml, type XmlElement } from './element.ts';
import { contentsOf, needed, payloadOf, textIn, textOf, valueOf } from './read-content.ts';
import { Reading, type ReadOptions } from './reading.ts';
import { ScxmlRefused } from './refused.ts';

/** A transition whose targets are names yet. */
interface Loose {
  readonly source: DocState;
  readonly element: XmlElement;
  readonly ids: readonly string[];
  readonly finish: (target: readonly DocState[]) => void;
}

interface Building {
  readonly reading: Reading;
  readonly states: Map<string, DocState>;
  readonly loose: Loose[];
  readonly scripts: string[];
  /** All ids that the text has. */
  readonly ids: ReadonlySet<string>;
  count: number;
}

/**
 * Reads a document. It throws {@link ScxmlRefused}, with all that stands in the way: what is no SCXML, what is not supported, and, where
 * nothing evaluates it, what would have to be evaluated.
 */
export function readDocument(text: string, options: ReadOptions): ScxmlDocument {
  const element = readXml(text);
  const isNull = element.attributes.get('datamodel') === 'null';
  const reading = new Reading({ ...options, hasExpressions: options.hasExpressions || isNull });
  const building: Building = {
    reading,
    states: new Map(),
    loose: [],
    scripts: [],
    ids: new Set(idsIn(element)),
    count: 0,
  };
  checkRoot(element, reading);
  const root = stateOf(element, 'scxml', undefined, building);
  for (const each of building.loose) each.finish(targetsOf(each, building));
  for (const state of [root, ...building.states.values()]) state.initial ??= firstOf(state);
  if (reading.issues.length > 0) throw new ScxmlRefused(reading.issues);
  const { states, scripts } = building;
  const late = element.attributes.get('binding') === 'late';
  return { name: element.attributes.get('name'), root, states, late, scripts, isNull };
}

function checkRoot({ tag, at, attributes }: XmlElement, { issues }: Reading): void {
  const datamodel = attributes.get('datamodel') ?? 'ecmascript';
  if (tag !== 'scxml') issues.push(issueAt(at, 'invalid', `The document begins with <${tag}>, not with <scxml>.`));
  if (!['ecmascript', 'null'].includes(datamodel)) {
    issues.push(issueAt(at, 'unsupported', `The datamodel "${datamodel}" is not supported.`));
  }
}

function stateOf(
  element: XmlElement,
  kind: DocState['kind'],
  parent: DocState | undefined,
  building: Building,
): DocState {
  const { reading, states } = building;
  const order = (building.count += 1);
  const id = element.attributes.get('id') ?? (parent === undefined ? '' : freeId(kind, order, building.ids));
  const state: DocState = {
    kind,
    id,
    order,
    parent,
    at: element.at,
    deep: element.attributes.get('type') === 'deep',
    children: [],
    data: [],
    onentry: [],
    onexit: [],
    transitions: [],
    initial: undefined,
    done: undefined,
  };
  if (parent !== undefined) {
    if (states.has(id)) reading.issues.push(issueAt(element.at, 'invalid', `There are two states "${id}".`));
    states.set(id, state);
  }
  for (const each of element.children) read(each, state, building);
  const initial = element.attributes.get('initial');
  if (initial !== undefined) begins(state, element, initial, [], building);
  return state;
}

function idsIn({ attributes, children }: XmlElement): readonly string[] {
  return [attributes.get('id') ?? '', ...children.flatMap(idsIn)];
}

/** What a state is called that says no id. */
function freeId(kind: string, order: number, ids: ReadonlySet<string>): string {
  const id = `${kind}-${order}`;
  return ids.has(id) ? freeId(`${kind}-`, order, ids) : id;
}

const kinds: Readonly<Record<DocState['kind'], readonly string[]>> = {
  // Machines of others take what the root is left by as well.
  scxml: ['state', 'parallel', 'final', 'datamodel', 'script', 'transition'],
  state: ['state', 'parallel', 'final', 'history', 'initial', 'datamodel', 'transition', 'onentry', 'onexit'],
  parallel: ['state', 'parallel', 'history', 'datamodel', 'transition', 'onentry', 'onexit'],
  final: ['datamodel', 'onentry', 'onexit', 'donedata'],
  history: ['transition'],
};

function read(element: XmlElement, state: DocState, building: Building): void {
  const { reading, scripts } = building;
  if (!kinds[state.kind].includes(element.tag)) return reading.unsupported(element);
  switch (element.tag) {
    case 'datamodel':
      return readData(element, state, reading);
    case 'script':
      scripts.push(textOf(element, reading.textIn(element), reading).text);
      return;
    case 'onentry':
      state.onentry.push(contentsOf(element, reading));
      return;
    case 'onexit':
      state.onexit.push(contentsOf(element, reading));
      return;
    case 'donedata':
      state.done = payloadOf(element, reading);
      return;
    case 'transition':
      return readTransition(element, state, building);
    case 'initial':
      return readInitial(element, state, building);
    default:
      state.children.push(stateOf(element, element.tag as DocState['kind'], state, building));
  }
}

function readData({ children }: XmlElement, state: DocState, reading: Reading): void {
  for (const each of children) {
    if (each.tag !== 'data') reading.unsupported(each);
    else state.data.push({ id: needed(each, 'id', reading), value: valueOf(each, 'expr', reading), at: each.at });
  }
}

function readTransition(element: XmlElement, source: DocState, building: Building): void {
  const { attributes } = element;
  const content = contentsOf(element, building.reading);
  const target = attributes.get('target') ?? '';
  if (source.kind === 'history') return begins(source, element, target, content, building);
  const cond = textIn(element, 'cond', building.reading);
  const events = attributes.has('event') ? wordsOf(attributes.get('event')) : undefined;
  const internal = attributes.get('type') === 'internal';
  const at = source.transitions.length;
  const made = { source, events, cond, internal, content };
  source.transitions.push({ ...made, target: [] });
  const finish = (found: readonly DocState[]) => {
    source.transitions[at] = { ...made, target: found };
  };
  building.loose.push({ source, element, ids: wordsOf(target), finish });
}

function readInitial(element: XmlElement, state: DocState, building: Building): void {
  const [transition] = element.children;
  if (transition?.tag !== 'transition') {
    building.reading.issues.push(issueAt(element.at, 'invalid', '<initial> needs a <transition>.'));
    return;
  }
  const content = contentsOf(transition, building.reading);
  begins(state, transition, needed(transition, 'target', building.reading), content, building);
}

/** Says where a state begins. */
function begins(
  source: DocState,
  element: XmlElement,
  target: string,
  content: readonly Content[],
  building: Building,
) {
  const finish = (found: readonly DocState[]) => {
    source.initial = transitionTo(source, found, content);
  };
  building.loose.push({ source, element, ids: wordsOf(target), finish });
}

function transitionTo(source: DocState, target: readonly DocState[], content: readonly Content[] = []): Transition {
  return { source, events: undefined, cond: undefined, internal: false, target, content };
}

function targetsOf({ source, element, ids }: Loose, { states, reading }: Building): readonly DocState[] {
  return ids.flatMap((id) => {
    const found = states.get(id);
    const isBeginning = element.tag !== 'transition' && source.kind === 'state';
    if (found !== undefined && (!isBeginning || isWithin(found, source))) return [found];
    const message = found === undefined ? `There is no state "${id}".` : `State "${id}" is not within "${source.id}".`;
    reading.issues.push(issueAt(element.at, 'invalid', message));
    return [];
  });
}

/** Where a state begins that does not say it: at the first that it holds. */
function firstOf(state: DocState): Transition | undefined {
  const [first] = state.children.filter(({ kind }) => kind !== 'history');
  if (first === undefined || isAtomic(state) || state.kind === 'parallel') return undefined;
  return transitionTo(state, [first]);
}

function wordsOf(text = ''): readonly string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}
