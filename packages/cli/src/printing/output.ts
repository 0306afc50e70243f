/** All that is written to the terminal, or to a file or a pipe in its place: results to stdout, everything else to stderr. */

import { harmless, oneLine, painted, printable, type Style } from './harmless.ts';
import { cut, wrapped } from './text-width.ts';

export type { Style } from './harmless.ts';

type Stream = NodeJS.WriteStream;

/** Columns where the width is not known. */
const usualWidth = 80;

/** Where a command writes, and what it is told about colours. */
export interface Streams {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: NodeJS.ProcessEnv;
}

/** What a command writes with. */
export class Output {
  readonly #stdout: Stream;
  readonly #stderr: Stream;
  readonly #env: NodeJS.ProcessEnv;
  readonly #colours: boolean;
  /** As it was when this was made: what a module of the author writes to stdout goes elsewhere. */
  readonly #write: (text: string, written?: () => void) => void;
  #progress = '';

  constructor({ stdout, stderr, env }: Streams) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#env = env;
    this.#colours = hasColours(stdout, env);
    this.#write = stdout.write.bind(stdout);
  }

  /** From now on stdout is for results alone: what anybody else writes there, `console.log` included, goes to stderr. */
  keepResultsApart(): void {
    this.#stdout.write = this.#stderr.write.bind(this.#stderr);
  }

  /** A place for whoever wants a stream to write text to; `kept` are the controls that may be in it. */
  streamTo(which: 'result' | 'note', kept = '\n'): { write(text: string): void } {
    return {
      write: (text) => {
        this.#clear();
        if (which === 'result') this.#write(printable(text, kept));
        else this.#stderr.write(printable(text, kept));
      },
    };
  }

  /** Whether somebody looks at the results on a terminal. */
  get isTerminal(): boolean {
    return this.#stdout.isTTY;
  }

  /** Whether somebody looks at what is said beside the results. */
  get isWatched(): boolean {
    return this.#stderr.isTTY;
  }

  /** How many characters a line holds; endless where no terminal would wrap it. */
  get width(): number {
    return this.isTerminal ? (this.#stdout.columns ?? usualWidth) : Infinity;
  }

  get hasColours(): boolean {
    return this.#colours;
  }

  /** A text in a colour or another style, where colours are wanted. */
  paint(style: Style, text: string): string {
    return this.#colours && text !== '' ? painted(style, text) : text;
  }

  /** A line of the result. */
  line(text = ''): void {
    this.#clear();
    this.#write(`${printable(text)}\n`);
  }

  /** A sentence of the result: on a terminal it is broken between words. All lines but the first begin with so many spaces. */
  sentence(text: string, indent = 0): void {
    for (const line of wrapped(harmless(text), this.width, indent)) this.line(line);
  }

  /** A text of the result, on lines of its own. */
  text(text: string): void {
    this.#clear();
    this.#write(printable(text));
  }

  /** The same without colours: what is written with it may go to a file. */
  get plain(): Output {
    return new Output({ stdout: this.#stdout, stderr: this.#stderr, env: { ...this.#env, NO_COLOR: '1' } });
  }

  /** Writes to stderr what would be a result. */
  get beside(): Output {
    return new Output({ stdout: this.#stderr, stderr: this.#stderr, env: this.#env });
  }

  /** A line beside the result. */
  note(text: string): void {
    this.#clear();
    this.#stderr.write(`${printable(this.noted(text))}\n`);
  }

  /** A text as it is written beside the result: on a terminal its lines are broken between words. */
  noted(text: string): string {
    if (!this.isWatched) return text;
    const width = this.#stderr.columns ?? usualWidth;
    return harmless(text, '\n')
      .split('\n')
      .flatMap((line) => wrapped(line, width))
      .join('\n');
  }

  /** How far something has come: one line on a terminal, each in the place of the one before. */
  progress(text: string): void {
    if (!this.isWatched) return;
    this.#clear();
    this.#progress = cut(oneLine(text), (this.#stderr.columns ?? usualWidth) - 1);
    this.#stderr.write(printable(this.#progress));
  }

  /** Takes the line of {@link progress} away. */
  endProgress(): void {
    this.#clear();
  }

  /** Resolves when all that was written is out, or could not be, of which the stream has told by then. */
  async end(): Promise<void> {
    this.#clear();
    if (this.#stdout.errored === null && this.#stdout.writableLength === 0) return;
    await new Promise<void>((resolve) => this.#write('', () => resolve()));
    await new Promise((next) => setImmediate(next));
  }

  /** Whether the result can be written on at once; otherwise resolves when it can. */
  async drained(): Promise<void> {
    if (this.#stdout.writableNeedDrain) await new Promise<void>((resolve) => this.#stdout.once('drain', resolve));
  }

  #clear(): void {
    if (this.#progress === '') return;
    this.#progress = '';
    this.#stderr.write('\r\u001B[2K');
  }
}

function hasColours(stdout: Stream, { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stdout.isTTY && TERM !== 'dumb';
}
