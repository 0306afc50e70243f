import type { SqlResult } from '../../api.ts';
import { threadAddress } from '../data/address.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Name } from '../parts/name.tsx';
import { Empty } from '../parts/states.tsx';
import { cutEnd, oneLine } from '../parts/text.ts';

/** What a query gave. Ids of threads lead to them: a column `id` beside one `graph` or `seq` has such. */
export function ResultTable({ result: { columns, rows } }: { readonly result: SqlResult }) {
  if (rows.length === 0) return <Empty title="No row is like that" />;
  const hasThreads = columns.includes('id') && (columns.includes('graph') || columns.includes('seq'));
  return (
    <DataTable<readonly unknown[]>
      label="Result"
      columns={columns.map((title, at) => ({
        id: `c${at}`,
        title: oneLine(title),
        ...(rows.every((row) => typeof row[at] === 'number') && { isNumber: true as const }),
        cell: (row) =>
          hasThreads && title === 'id' && typeof row[at] === 'string' ? (
            <Name value={row[at]} to={threadAddress(row[at])} />
          ) : (
            <Cell value={row[at]} />
          ),
      }))}
      rows={rows}
      keyOf={(_, index) => String(index)}
      heights={[30, 34]}
    />
  );
}

const mostLetters = 300;

function Cell({ value }: { readonly value: unknown }) {
  if (value === null) return <span class="quiet">null</span>;
  const text = oneLine(typeof value === 'string' ? value : JSON.stringify(value));
  return (
    <span class="mono" title={cutEnd(text, 2000)}>
      {cutEnd(text, mostLetters)}
    </span>
  );
}
