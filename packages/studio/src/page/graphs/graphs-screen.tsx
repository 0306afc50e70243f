import { Link } from 'wouter';
import type { GraphListed, Graphs } from '../../api.ts';
import { addressWith, graphAddress } from '../data/address.ts';
import { useLoaded } from '../data/loaded.ts';
import { useVersion } from '../data/live.ts';
import { DataTable, type Column } from '../parts/data-table.tsx';
import { Name } from '../parts/name.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { StatusSign } from '../parts/status-badge.tsx';
import { statuses } from '../parts/statuses.ts';
import { counted } from '../parts/text.ts';
import { ScreenHead } from '../parts/toolbar.tsx';

/** The graphs that threads ran, and those that the server has. */
export function GraphsScreen() {
  const { value, error, retry } = useLoaded<Graphs>('graphs', useVersion(undefined, 2000));
  const graphs = value?.graphs ?? [];
  return (
    <>
      <ScreenHead title="Graphs" beside={value === undefined ? undefined : counted(graphs.length, 'graph')} />
      {error !== undefined && <Failure what="The graphs cannot be listed" error={error} retry={retry} />}
      {value === undefined && error === undefined && <Loading lines={6} what="Loading graphs" />}
      {value !== undefined && graphs.length === 0 ? (
        <Empty title="There are no graphs yet">
          <p>A graph appears here when a thread of it is started, or when Studio is opened with it.</p>
        </Empty>
      ) : (
        <DataTable<GraphListed>
          label="Graphs"
          columns={columns}
          rows={graphs}
          keyOf={({ name }) => name}
          heights={[36, 44]}
        />
      )}
    </>
  );
}

const columns: readonly Column<GraphListed>[] = [
  { id: 'name', title: 'Graph', width: '24%', cell: ({ name }) => <Name value={name} to={graphAddress(name)} /> },
  {
    id: 'versions',
    title: 'Versions',
    isWideOnly: true,
    cell: ({ versions }) => {
      const older = versions.slice(0, -1).filter(({ threads }) => threads > 0);
      const behind = older.reduce((sum, { threads }) => sum + threads, 0);
      return (
        <>
          {counted(versions.length, 'version')}
          {behind > 0 && <span class="quiet"> · {counted(behind, 'thread')} on older ones</span>}
        </>
      );
    },
  },
  {
    id: 'here',
    title: 'Can be started',
    width: '120px',
    isWideOnly: true,
    cell: ({ isHere }) => (isHere ? 'yes' : <span class="quiet">no</span>),
  },
  ...statuses.map((status): Column<GraphListed> => ({
    id: status,
    title: (
      <span class="status-title" title={status}>
        <StatusSign status={status} />
        <span class="status-word">{status}</span>
      </span>
    ),
    width: '9%',
    isNumber: true,
    cell: ({ name, byStatus }) => {
      const count = byStatus[status] ?? 0;
      if (count === 0) return <span class="quiet">0</span>;
      const to = addressWith('/', new URLSearchParams(), { graph: name, status });
      return (
        <Link href={to} aria-label={`${counted(count, 'thread')} ${status}`}>
          {count.toLocaleString('en')}
        </Link>
      );
    },
  })),
];
