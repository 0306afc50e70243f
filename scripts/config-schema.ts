// Writes the JSON Schema of configurations, packages/config/schema.json, from the schema that they are checked by.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schema } from '../packages/config/src/shape/schema.ts';

const file = join(import.meta.dirname, '../packages/config/schema.json');
writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
