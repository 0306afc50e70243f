import { Icon, type IconName } from '../parts/icon.tsx';
import { themes, useTheme, type Theme } from './theme.ts';

const icons: Readonly<Record<Theme, IconName>> = { system: 'screen', light: 'sun', dark: 'moon' };

/** The button that changes the light. */
export function ThemeChoice() {
  const [theme, setTheme] = useTheme();
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  const label = `Theme: ${theme}. Change to ${next}.`;
  return (
    <button type="button" class="bare" aria-label={label} title={label} onClick={() => setTheme(next)}>
      <Icon name={icons[theme]} />
    </button>
  );
}
