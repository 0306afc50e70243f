import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colours text for the terminal; leaves it as it is where there is none, or NO_COLOR is set. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

/** Prints a heading, with an empty line before it. */
export function heading(text: string): void {
  console.log(`\n${paint('bold', text)}`);
}

const nameWidth = 12;

/** Prints a name and what there is to say about it, in two columns. */
export function fact(name: string, text: string): void {
  console.log(`  ${paint('dim', name.padEnd(nameWidth))}${wrapped(text, nameWidth + 2)}`);
}

/** Text that goes on at column `indent` where the terminal's line is full; as it is where there is no terminal. */
export function wrapped(text: string, indent: number): string {
  const width = Math.max(16, (process.stdout.columns ?? Infinity) - indent);
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}
