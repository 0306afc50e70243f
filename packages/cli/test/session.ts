import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';

/** One command of a page's example, and what it wrote. */
export interface Typed {
  readonly command: string;
  readonly output: string;
}

/** A page in parts: text as it is, and examples in which something was typed. */
export type Part = string | readonly Typed[];

/** Reads the parts of a page. */
export function partsOf(page: string): readonly Part[] {
  return page
    .split(/(^```console\n[\s\S]*?^```$)/mu)
    .map((part) => (part.startsWith('```console\n') ? typedIn(part) : part));
}

/** A page made of parts. */
export function pageOf(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : exampleOf(part))).join('');
}

function typedIn(block: string): readonly Typed[] {
  const lines = block.split('\n').slice(1, -1);
  const typed: { command: string; output: string }[] = [];
  for (const line of lines) {
    const last = typed.at(-1);
    if (line.startsWith('$ ')) typed.push({ command: line.slice(2), output: '' });
    else if (last !== undefined) last.output += `${line}\n`;
  }
  return typed;
}

function exampleOf(typed: readonly Typed[]): string {
  return `\`\`\`console\n${typed.map(({ command, output }) => `$ ${command}\n${output}`).join('')}\`\`\``;
}

/** Types commands in a folder of a project, through a shell, and gives what each wrote to stdout and stderr. */
export class Session {
  readonly #folder: string;
  readonly #project: string;
  #last: number | null = 0;

  constructor(folder: string, project: string) {
    this.#folder = folder;
    this.#project = project;
  }

  type(command: string): Typed {
    if (command === 'echo $?') return { command, output: `${this.#last}\n` };
    const path = [join(this.#project, 'node_modules', '.bin'), dirname(process.execPath), process.env['PATH']];
    const { status, stdout } = spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], {
      cwd: this.#folder,
      encoding: 'utf8',
      env: { HOME: this.#folder, TZ: 'UTC', PATH: path.join(delimiter) },
    });
    this.#last = status;
    return { command, output: stdout };
  }
}

/**
 * What does not change from run to run: times, durations, sizes, hashes and ids aside, how wide columns are, and what a
 * shell says beside it of a process that was killed.
 */
export function lasting(output: string): string {
  return output
    .replaceAll(/\d{4}-\d\d-\d\d/gu, '<day>')
    .replaceAll(/\d\d:\d\d:\d\d/gu, '<time>')
    .replaceAll(/ \(\d[\d.]*(?:ms|s)\)$/gmu, '')
    .replaceAll(/\d[\d.]*(?:ms|s|m|h) ago|in \d[\d.]*(?:ms|s|m|h)/gu, '<moment>')
    .replaceAll(/\d[\d.]* [kM]?B\b/gu, '<bytes>')
    .replaceAll(/^.*\bKilled\b.*$/gmu, 'Killed')
    .replaceAll(/[ ─]{2,}/gu, '  ')
    .replaceAll(/ +$/gmu, '');
}
