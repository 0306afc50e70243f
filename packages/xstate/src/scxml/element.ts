import { DOMParser, onErrorStopParsing, ParseError, type Element } from '@xmldom/xmldom';
import { ScxmlRefused, type Place, type ScxmlIssue } from './refused.ts';

const namespace = 'http://www.w3.org/2005/07/scxml';

/** An element of a document, as far as it is asked for. */
export interface XmlElement {
  /** The name without a prefix; with it where the element is not of SCXML. */
  readonly tag: string;
  readonly at: Place;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text in it, that of its elements left out. */
  readonly text: string;
}

/** The root of a text that is XML. */
export function readXml(text: string): XmlElement {
  try {
    const { documentElement: root } = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml');
    if (root === null) throw new ParseError('There is no element.');
    return elementOf(root);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const { lineNumber: line = 1, columnNumber: column = 1 } = (error.locator ?? {}) as Partial<Element>;
    throw new ScxmlRefused([{ code: 'malformed', line, column, message: `It is no XML: ${error.message}` }]);
  }
}

function elementOf(element: Element): XmlElement {
  const nodes = Array.from(element.childNodes);
  return {
    tag: isOfScxml(element) ? (element.localName ?? element.tagName) : element.tagName,
    at: { line: element.lineNumber ?? 1, column: element.columnNumber ?? 1 },
    attributes: new Map(Array.from(element.attributes, ({ name, value }) => [name, value])),
    children: nodes.filter(isElement).map(elementOf),
    text: nodes
      .filter(({ nodeType }) => nodeType === 3 || nodeType === 4)
      .map(({ nodeValue }) => nodeValue ?? '')
      .join(''),
  };
}

function isElement(node: { readonly nodeType: number }): node is Element {
  return node.nodeType === 1;
}

/** A document without a namespace is taken for one. */
function isOfScxml({ namespaceURI }: Element): boolean {
  return namespaceURI === namespace || namespaceURI === null;
}

/** An issue with an element. */
export function issueAt({ line, column }: Place, code: ScxmlIssue['code'], message: string): ScxmlIssue {
  return { code, line, column, message };
}
