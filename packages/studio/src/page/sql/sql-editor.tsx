import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { sql, SQLite } from '@codemirror/lang-sql';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Transaction } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'preact/hooks';
import { tables } from './tables.ts';

/** A query that was chosen; another object where it was chosen again. */
export interface Chosen {
  readonly text: string;
}

export interface SqlEditorProps {
  /** What stands in it at first. */
  readonly query: string;
  /** What is written over all that stands in it, once it is another. */
  readonly chosen: Chosen;
  readonly onChange: (query: string) => void;
  /** Is told what stands in it: what was typed last may not be drawn yet. */
  readonly onRun: (query: string) => void;
}

const highlighting = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--done)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--waiting)' },
  { tag: tags.comment, color: 'var(--quiet)' },
]);

const look = EditorView.theme({
  '&': {
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    minHeight: '118px',
    maxHeight: '280px',
    borderRadius: 'var(--radius)',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': { overflow: 'auto' },
  '.cm-content': { fontFamily: 'var(--mono)', fontSize: '0.75rem', padding: '8px 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 12px' },
  '.cm-tooltip': { backgroundColor: 'var(--surface)', borderColor: 'var(--line)', color: 'var(--text)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent-ground)', color: 'var(--text)' },
});

/** Puts what is typed in the place of what is selected: a browser would write the style of the lines that go beside it, which the policy forbids. */
function typedOver(event: InputEvent, view: EditorView): boolean {
  const { data, inputType } = event;
  const { main } = view.state.selection;
  if (inputType !== 'insertText' || data === null || main.empty || view.composing) return false;
  const typed = (): Transaction =>
    view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((handle) => handle(view, main.from, main.to, data, typed))) view.dispatch(typed());
  event.preventDefault();
  return true;
}

/** An editor of SQL that knows the tables. Ctrl+Enter runs what is in it, Command+Enter on a Mac. Tab leaves it. */
export function SqlEditor({ query, chosen, onChange, onRun }: SqlEditorProps) {
  const room = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const calls = useRef({ onChange, onRun });
  calls.current = { onChange, onRun };
  useEffect(() => {
    const parent = room.current;
    if (parent === null) return undefined;
    // In a tree of its own the editor's styles are sheets made by script; in the page they would be style elements, which the policy forbids.
    const inside = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' });
    const schema = Object.fromEntries(tables.map(({ name, columns }) => [name, columns.map((column) => column.name)]));
    const run = ({ state }: EditorView): boolean => {
      calls.current.onRun(state.doc.toString());
      return true;
    };
    view.current = new EditorView({
      parent: inside,
      root: inside,
      state: EditorState.create({
        doc: query,
        extensions: [
          keymap.of([{ key: 'Mod-Enter', run }]),
          keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          history(),
          closeBrackets(),
          autocompletion({ icons: false }),
          EditorView.lineWrapping,
          sql({ dialect: SQLite, schema, upperCaseKeywords: true }),
          syntaxHighlighting(highlighting),
          look,
          EditorView.contentAttributes.of({ 'aria-label': 'Query', spellcheck: 'false' }),
          EditorView.domEventHandlers({ beforeinput: typedOver }),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) calls.current.onChange(state.doc.toString());
          }),
        ],
      }),
    });
    return () => view.current?.destroy();
  }, []);
  const written = useRef(chosen);
  useEffect(() => {
    const { current } = view;
    // What was typed is never written back: by then it may be followed by more.
    if (current === undefined || written.current === chosen) return;
    written.current = chosen;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: chosen.text } });
  }, [chosen]);
  return <div class="sql-editor" ref={room} />;
}
