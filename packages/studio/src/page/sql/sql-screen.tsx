import type { FunctionComponent } from 'preact';
import { lazy, Suspense } from 'preact/compat';
import { useState } from 'preact/hooks';
import type { SqlResult } from '../../api.ts';
import { useSelection } from '../data/address.ts';
import { post } from '../data/api.ts';
import { useKept } from '../data/kept.ts';
import { useMeta } from '../data/meta.ts';
import { CopyMenu, shellWord } from '../parts/copy-menu.tsx';
import { Menu } from '../parts/menu.tsx';
import { announce, notify } from '../parts/notice.tsx';
import { keysText } from '../parts/shortcuts.ts';
import { Empty, Failure } from '../parts/states.tsx';
import { counted } from '../parts/text.ts';
import { durationText } from '@cairn/drawing/words';
import { ScreenHead } from '../parts/toolbar.tsx';
import { loaded } from '../shell/loading-parts.ts';
import { ResultTable } from './result-table.tsx';
import type { Chosen, SqlEditorProps } from './sql-editor.tsx';
import { tables, usual } from './tables.ts';

const SqlEditor = lazy<FunctionComponent<SqlEditorProps>>(async () => ({
  default: (await loaded(() => import('./sql-editor.tsx'))).SqlEditor,
}));

type Queries = Readonly<Record<string, string>>;
const none: Queries = {};

function areQueries(value: unknown): value is Queries {
  return typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string');
}

interface Ran {
  readonly result?: SqlResult;
  readonly error?: Error;
  readonly took?: number;
  readonly isRunning: boolean;
}

/** Questions to the file itself, in SQL; nothing can be written. */
export function SqlScreen() {
  const meta = useMeta();
  const { asked, select } = useSelection();
  const [query, setQuery] = useState(asked.get('q') ?? usual['Threads by graph and status'] ?? '');
  const [chosen, setChosen] = useState<Chosen>({ text: query });
  const [ran, setRan] = useState<Ran>({ isRunning: false });
  const run = async (text = query): Promise<void> => {
    if (text.trim() === '') return;
    select({ q: text });
    setRan((before) => ({ ...before, isRunning: true }));
    const begun = performance.now();
    try {
      const result = await post<SqlResult>('sql', { query: text });
      setRan({ result, took: performance.now() - begun, isRunning: false });
      announce(counted(result.rows.length, 'row'));
    } catch (error) {
      setRan({ error: error as Error, isRunning: false });
    }
  };
  const choose = (text: string): void => {
    setQuery(text);
    setChosen({ text });
    void run(text);
  };
  if (meta !== undefined && !meta.sql)
    return (
      <>
        <ScreenHead title="SQL" />
        <Empty title="This store answers no SQL">
          <p>A file of SQLite does, where whoever looks may see all of it.</p>
        </Empty>
      </>
    );
  const { result, error, took, isRunning } = ran;
  return (
    <>
      <ScreenHead title="SQL" beside={<span class="quiet">Nothing can be written.</span>}>
        <SavedQueries query={query} onChoose={choose} />
        <CopyMenu
          of={{
            command: `cairn sql ${shellWord(query)}`,
            ...(result !== undefined && {
              json: () =>
                JSON.stringify(
                  result.rows.map((row) => Object.fromEntries(row.map((cell, at) => [result.columns[at], cell]))),
                  undefined,
                  2,
                ),
            }),
          }}
        />
        <button type="button" class="button primary" aria-disabled={isRunning} onClick={() => void run()}>
          Run <kbd>{keysText('Mod+↵')}</kbd>
        </button>
      </ScreenHead>
      <div class="sql">
        <div class="sql-main">
          <Suspense
            fallback={
              <textarea
                class="field sql-plain"
                aria-label="Query"
                value={query}
                onInput={({ currentTarget }) => setQuery(currentTarget.value)}
              />
            }
          >
            <SqlEditor query={query} chosen={chosen} onChange={setQuery} onRun={(text) => void run(text)} />
          </Suspense>
          {error !== undefined && <Failure what="The query was not answered" error={error} />}
          {result !== undefined && (
            <p class="quiet">
              {counted(result.rows.length, 'row')}
              {result.isCut === true && ', and there are more: the query can say LIMIT'}
              {took !== undefined && ` in ${durationText(took)}`}
            </p>
          )}
          {result !== undefined && <ResultTable result={result} />}
          {result === undefined && error === undefined && (
            <Empty title={isRunning ? 'Asking…' : 'Ask the file'}>
              <p>Run the query, or choose one of the saved ones.</p>
            </Empty>
          )}
        </div>
        <TableList />
      </div>
    </>
  );
}

function SavedQueries({ query, onChoose }: { readonly query: string; readonly onChoose: (query: string) => void }) {
  const [saved, setSaved] = useKept<Queries>('queries', none, areQueries);
  const nameOf = (text: string): string => text.trim().split('\n')[0]?.slice(0, 60) ?? '';
  const isSaved = Object.values(saved).includes(query);
  return (
    <Menu
      label="Queries"
      items={[
        ...Object.entries({ ...usual, ...saved }).map(([label, text]) => ({ label, run: () => onChoose(text) })),
        isSaved
          ? {
              label: 'Forget this query',
              run: () => setSaved(Object.fromEntries(Object.entries(saved).filter(([, text]) => text !== query))),
            }
          : {
              label: 'Save this query',
              run: () => {
                setSaved({ ...saved, [nameOf(query)]: query });
                notify('Query saved in this browser, by its first line.');
              },
            },
      ]}
    />
  );
}

function TableList() {
  return (
    <aside class="sql-tables" aria-label="Tables" tabIndex={0}>
      {tables.map(({ name, about, columns }) => (
        <details key={name} open={name === 'thread'}>
          <summary>
            <span class="mono">{name}</span> <span class="quiet">{about}</span>
          </summary>
          <dl>
            {columns.map((column) => (
              <div key={column.name}>
                <dt class="mono">{column.name}</dt>
                <dd class="quiet">{column.about}</dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </aside>
  );
}
