import { useOnlyThread } from '../data/only-thread.ts';
import { copy } from './copied.ts';
import { Menu } from './menu.tsx';

/** What something can be copied as; what is left out is not offered. A function is called when it is chosen. */
export interface Copies {
  readonly json?: string | (() => string | Promise<string>);
  /** A command of `cairn` that shows the same. */
  readonly command?: string;
  /** Code that gets the same. */
  readonly typescript?: string;
  /** The address of this selection, below where the page is; the address of the page by default. */
  readonly link?: string;
}

/** A menu that copies what is shown: as JSON, as a command, as TypeScript, as a link. */
export function CopyMenu({ of, label = 'Copy' }: { readonly of: Copies; readonly label?: string }) {
  const { json, command, typescript, link } = of;
  // Where a file lies is nobody else's matter, and leads nowhere there.
  const hasLink = useOnlyThread() === undefined;
  const items = [
    ...(json === undefined ? [] : [{ label: 'JSON', run: () => void copyText(json, 'JSON') }]),
    ...(command === undefined
      ? []
      : [{ label: 'Command', hint: 'cairn', run: () => void copyText(command, 'Command') }]),
    ...(typescript === undefined ? [] : [{ label: 'TypeScript', run: () => void copyText(typescript, 'TypeScript') }]),
    ...(hasLink ? [{ label: 'Link', run: () => void copyText(link ?? location.href, 'Link') }] : []),
  ];
  return <Menu label={label} items={items} />;
}

async function copyText(of: string | (() => string | Promise<string>), what: string): Promise<void> {
  await copy(typeof of === 'string' ? of : await of(), what);
}

/** A word of a shell's command, quoted where that is needed. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
