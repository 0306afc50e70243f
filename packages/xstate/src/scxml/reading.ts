import type { Text } from './document.ts';
import { issueAt, type XmlElement } from './element.ts';
import type { ScxmlIssue } from './refused.ts';

/** What is written in the place of elements that are not supported. */
const instead: Readonly<Record<string, string>> = {
  invoke: 'Begin a thread of its own, or use a subgraph.',
  finalize: 'It is of <invoke>.',
};

/** What a reader is given. */
export interface ReadOptions {
  /** Whether there is something that evaluates expressions. */
  readonly hasExpressions: boolean;
  /** The text that stands at an address; nothing where there is none. */
  readonly source?: ((src: string) => string | undefined) | undefined;
}

/** What is found while a document is read. */
export class Reading {
  readonly issues: ScxmlIssue[] = [];
  readonly #options: ReadOptions;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  unsupported({ tag, at }: XmlElement): void {
    const more = instead[tag] === undefined ? '' : ` ${instead[tag]}`;
    this.issues.push(issueAt(at, 'unsupported', `<${tag}> is not supported here.${more}`));
  }

  /** The text in an element, or the one that it says stands elsewhere. */
  textIn({ tag, at, attributes, text }: XmlElement): string {
    const src = attributes.get('src');
    if (src === undefined) return text;
    const found = this.#options.source?.(src);
    if (found !== undefined) return found;
    const why = this.#options.source === undefined ? 'and no `source` was given' : 'where there is none';
    this.issues.push(issueAt(at, 'unsupported', `<${tag}> has its text elsewhere, at "${src}", ${why}.`));
    return '';
  }

  /** Notes that something is evaluated: without expressions, nothing but where the machine is can be asked. */
  evaluated({ text, tag, at }: Text): void {
    if (this.#options.hasExpressions || isIn.test(text)) return;
    const message = `<${tag}> has ${JSON.stringify(text.trim())} evaluated, and no \`expressions\` were given.`;
    this.issues.push(issueAt(at, 'no-expressions', message));
  }
}

/** All that is evaluated where there are no expressions: whether the machine is in a state. */
export const isIn: RegExp = /^\s*In\(\s*(?<quote>['"])(?<id>[^'"]*)\k<quote>\s*\)\s*$/u;
