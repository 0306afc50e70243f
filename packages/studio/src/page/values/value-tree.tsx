import { useEffect, useState } from 'preact/hooks';
import { get } from '../data/api.ts';
import { Icon } from '../parts/icon.tsx';
import { bytesText, cutEnd, harmless } from '../parts/text.ts';
import { messageOf } from '../parts/states.tsx';
import { shapeOf, wordsOf, type Away, type Leaf, type Part, type Whole } from './shape.ts';

/** Where a part of a value is: keys of objects and maps, places in lists. */
export type Path = readonly (string | number)[];

/** So many parts are shown before the rest is asked for, and so many letters. */
const atOnce = 100;
const mostLetters = 240;

export interface ValueTreeProps {
  readonly value: unknown;
  /** What is done with a part that is chosen. */
  readonly onPick?: ((path: Path) => void) | undefined;
  /** The part that is chosen. */
  readonly picked?: Path | undefined;
  /** Parts down to this depth are open from the start, unless they hold much. */
  readonly depth?: number;
}

/** A value as a tree: what holds more is opened by a button; what was left out is fetched when it is asked for. */
export function ValueTree({ value, onPick, picked, depth = 1 }: ValueTreeProps) {
  const shape = shapeOf(value);
  if (shape.kind !== 'whole') return <Single shape={shape} />;
  if (shape.parts.length === 0) return <p class="quiet">It is empty.</p>;
  return <Parts whole={shape} path={[]} depth={depth} onPick={onPick} picked={picked} />;
}

interface Below {
  readonly path: Path | undefined;
  readonly depth: number;
  readonly onPick: ValueTreeProps['onPick'];
  readonly picked: Path | undefined;
}

function Parts({ whole, path, ...below }: Below & { readonly whole: Whole }) {
  const [count, setCount] = useState(atOnce);
  return (
    <ul class="value-parts">
      {whole.parts.slice(0, count).map((part, at) => (
        <PartLine
          key={at}
          part={part}
          isList={whole.isList}
          path={path === undefined || part.step === undefined ? undefined : [...path, part.step]}
          {...below}
        />
      ))}
      {whole.parts.length > count && (
        <li>
          <button type="button" class="flat" onClick={() => setCount(count + 10 * atOnce)}>
            {`Show more of ${whole.parts.length.toLocaleString('en')}`}
          </button>
        </li>
      )}
    </ul>
  );
}

function PartLine({
  part,
  isList,
  path,
  depth,
  onPick,
  picked,
}: Below & { readonly part: Part; readonly isList: boolean }) {
  const shape = shapeOf(part.value);
  const holds = shape.kind === 'whole' && shape.parts.length > 0;
  const [isOpen, setOpen] = useState(holds && depth > 0 && shape.parts.length <= 30);
  const label = harmless(part.label);
  const isPicked = picked !== undefined && path !== undefined && isSamePath(picked, path);
  const name = <span class={isList ? 'value-place' : 'value-key'}>{cutEnd(label, 60)}</span>;
  return (
    <li>
      <div class={isPicked ? 'value-line picked' : 'value-line'}>
        {holds ? (
          <button
            type="button"
            class="value-fold"
            aria-expanded={isOpen}
            aria-label={`${isOpen ? 'Fold' : 'Unfold'} ${label}`}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name={isOpen ? 'down' : 'right'} />
          </button>
        ) : (
          <span class="value-fold" />
        )}
        {onPick === undefined || path === undefined ? (
          name
        ) : (
          <button
            type="button"
            class="value-pick"
            aria-pressed={isPicked}
            title="Who wrote it?"
            onClick={() => onPick(path)}
          >
            {name}
          </button>
        )}
        {holds ? <Fold shape={shape} isOpen={isOpen} value={part.value} /> : <Single shape={shape} />}
      </div>
      {holds && isOpen && <Parts whole={shape} path={path} depth={depth - 1} onPick={onPick} picked={picked} />}
    </li>
  );
}

function Fold({ shape, isOpen, value }: { readonly shape: Whole; readonly isOpen: boolean; readonly value: unknown }) {
  const count = `${shape.name === undefined ? '' : `${shape.name} `}${shape.isList ? `[${shape.parts.length}]` : `{${shape.parts.length}}`}`;
  return (
    <>
      <span class="value-count">{count}</span>
      {!isOpen && <span class="value-words">{harmless(wordsOf(value, 120))}</span>}
    </>
  );
}

/** A value that has no parts, or none here yet. */
function Single({ shape }: { readonly shape: Leaf | Away | Whole }) {
  if (shape.kind === 'away') return <Fetched away={shape} />;
  if (shape.kind === 'whole')
    return <span class="value-words">{`${shape.name ?? ''} ${shape.isList ? '[]' : '{}'}`.trim()}</span>;
  return <Text leaf={shape} />;
}

function Text({ leaf: { tone, text } }: { readonly leaf: Leaf }) {
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > mostLetters;
  if (tone === 'text' && text === '') return <span class="value-leaf word">&quot;&quot;</span>;
  const shown = isWhole || !isLong ? text : `${text.slice(0, mostLetters)}…`;
  return (
    <span class={`value-leaf ${tone}`}>
      {harmless(shown, '\n')}
      {isLong && (
        <button type="button" class="flat" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'less' : `all ${text.length.toLocaleString('en')} letters`}
        </button>
      )}
    </span>
  );
}

/** A part that takes too much to be sent along. */
function Fetched({ away: { bytes, href } }: { readonly away: Away }) {
  const [isAsked, setAsked] = useState(false);
  const [got, setGot] = useState<{ readonly value: unknown } | Error>();
  useEffect(() => {
    if (!isAsked) return undefined;
    const ends = new AbortController();
    get<{ readonly value: unknown }>(href, ends.signal).then(setGot, (error: Error) => {
      if (!ends.signal.aborted) setGot(error);
    });
    return () => ends.abort();
  }, [isAsked, href]);
  if (got instanceof Error) return <span class="value-wrong">{messageOf(got)}</span>;
  if (got === undefined) {
    return (
      <button type="button" class="flat" aria-busy={isAsked} onClick={() => setAsked(true)}>
        {isAsked ? 'Fetching…' : `Fetch ${bytesText(bytes)}`}
      </button>
    );
  }
  const shape = shapeOf(got.value);
  if (shape.kind !== 'whole') return <Single shape={shape} />;
  return (
    <div class="value-fetched">
      <Parts whole={shape} path={undefined} depth={0} onPick={undefined} picked={undefined} />
    </div>
  );
}

/** A value in a line, with all of it below when it is asked for. */
export function ValueInLine({ value, most = 120 }: { readonly value: unknown; readonly most?: number }) {
  const shape = shapeOf(value);
  if (shape.kind !== 'whole' || shape.parts.length === 0) return <Single shape={shape} />;
  const words = wordsOf(value, most);
  if (!words.endsWith('…') && !words.includes('…')) return <span class="value-words">{harmless(words)}</span>;
  return (
    <details class="value-more">
      <summary class="value-words">{harmless(words)}</summary>
      <ValueTree value={value} depth={1} />
    </details>
  );
}

/** A path as code has it: `notes[0].by`. */
export function pathText(path: Path): string {
  return path
    .map((step, at) => {
      if (typeof step === 'number') return `[${step}]`;
      if (/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(step)) return at === 0 ? step : `.${step}`;
      return `[${JSON.stringify(step)}]`;
    })
    .join('');
}

function isSamePath(left: Path, right: Path): boolean {
  return left.length === right.length && left.every((step, at) => step === right[at]);
}
