import { useVirtualizer } from '@tanstack/react-virtual';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useMedia } from './media.ts';

/** A column of a table. */
export interface Column<Row> {
  readonly id: string;
  readonly title: ComponentChildren;
  readonly cell: (row: Row, index: number) => ComponentChildren;
  /** As CSS has it; columns without one share what is left. */
  readonly width?: string;
  /** Left out where the page is narrow. */
  readonly isWideOnly?: true;
  /** Numbers stand at the end of their column. */
  readonly isNumber?: true;
}

export interface DataTableProps<Row> {
  /** What the table is of, for who does not see it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, index: number) => string;
  /** The row that the keyboard is at; where it becomes another, its first link has the focus. */
  readonly current?: number | undefined;
  readonly isMarked?: (row: Row) => boolean;
  /** Rows that no longer belong here. */
  readonly isFaded?: (row: Row) => boolean;
  /** Called when the last rows come into view. */
  readonly onEnd?: () => void;
  /** Told whether the first row is in view. */
  readonly onTop?: (isAtTop: boolean) => void;
  /** Heights of a row in pixels, where the page is wide and where it is narrow. */
  readonly heights?: readonly [number, number];
  /** Shown below the rows. */
  readonly foot?: ComponentChildren;
}

/** A table of any length, of which the rows in view are drawn; all rows are equally high. It fills the height that it is given. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, keyOf, current, isMarked, isFaded, onEnd, onTop, heights = [36, 36], foot } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const isNarrow = useMedia('(width < 720px)');
  const height = isNarrow ? heights[1] : heights[0];
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 10,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row, index);
    },
  });
  useEffect(() => virtual.measure(), [height]);
  useEffect(() => {
    if (current === undefined) return;
    virtual.scrollToIndex(current, { align: 'auto' });
    // The row may have to be drawn first.
    const frame = requestAnimationFrame(() =>
      scroll.current?.querySelector<HTMLElement>(`[data-at="${current}"] a, [data-at="${current}"] button`)?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [current]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 15) onEnd?.();
  }, [last, rows]);
  const shown = columns.filter(({ isWideOnly }) => !(isNarrow && isWideOnly === true));
  const [above, below] = [items[0]?.start ?? 0, virtual.getTotalSize() - (items.at(-1)?.end ?? 0)];
  return (
    <div
      class="table-scroll"
      ref={scroll}
      onScroll={() => onTop?.((scroll.current?.scrollTop ?? 0) < height)}
      {...(rows.length === 0 && { tabIndex: 0, role: 'region', 'aria-label': label })}
    >
      <table class="table" aria-label={label} aria-rowcount={rows.length + 1}>
        <Head columns={shown} />
        <tbody>
          <Spacer height={above} span={shown.length} />
          {items.map(({ index, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <tr
                key={key}
                data-at={index}
                aria-rowindex={index + 2}
                class={[isMarked?.(row) === true && 'marked', isFaded?.(row) === true && 'faded']
                  .filter(Boolean)
                  .join(' ')}
                style={{ height: `${height}px` }}
              >
                {shown.map((column) => (
                  <td key={column.id} class={classOf(column)}>
                    {column.cell(row, index)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer height={below} span={shown.length} />
        </tbody>
      </table>
      {foot}
    </div>
  );
}

function Head<Row>({ columns }: { readonly columns: readonly Column<Row>[] }) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            class={classOf(column)}
            style={column.width === undefined ? {} : { width: column.width }}
          >
            {column.title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** The height of rows that are not drawn. */
function Spacer({ height, span }: { readonly height: number; readonly span: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" class="spacer">
      <td colSpan={span} style={{ height: `${height}px` }} />
    </tr>
  );
}

function classOf<Row>({ id, isNumber }: Column<Row>): string {
  return isNumber === true ? `cell-${id} number` : `cell-${id}`;
}
