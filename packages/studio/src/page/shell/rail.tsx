import { Link, useLocation } from 'wouter';
import { useMeta } from '../data/meta.ts';
import { Icon } from '../parts/icon.tsx';
import { keysText } from '../parts/shortcuts.ts';
import { ConnectionState } from './connection-state.tsx';
import { screens } from './screens.ts';
import { ThemeChoice } from './theme-choice.tsx';

/** What is beside every screen: the screens, the search, how the connection is, the light. */
export function Rail({ onSearch, onHelp }: { readonly onSearch: () => void; readonly onHelp: () => void }) {
  const [here] = useLocation();
  const meta = useMeta();
  return (
    <header class="rail">
      <div class="rail-head">
        <span class="brand">Cairn</span>
        <span class="store" title={meta?.store}>
          {meta?.store.split(/[\\/]/u).at(-1)}
        </span>
      </div>
      <button type="button" class="search" onClick={onSearch}>
        <Icon name="search" />
        <span class="rail-word">Go to…</span>
        <kbd>{keysText('Mod+k')}</kbd>
      </button>
      <nav aria-label="Screens">
        {screens.map(({ to, label, icon, isAt }) => (
          <Link key={to} href={to} aria-current={isAt(here) ? 'page' : undefined}>
            <Icon name={icon} />
            <span>{label}</span>
          </Link>
        ))}
      </nav>
      <div class="rail-foot">
        <ConnectionState />
        <ThemeChoice />
        <button
          type="button"
          class="bare"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={onHelp}
        >
          <Icon name="keyboard" />
        </button>
      </div>
    </header>
  );
}
