import type { UserConfig } from 'tsdown';
import shared from '../../tsdown.shared.ts';

const config: UserConfig = { ...shared, entry: { cairn: 'src/cairn.ts' } };

export default config;
