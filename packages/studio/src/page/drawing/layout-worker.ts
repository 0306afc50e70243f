import type { Diagram } from '@cairn/core';
import { layoutOf } from '@cairn/drawing';

addEventListener('message', ({ data }: MessageEvent<Diagram>) => postMessage(layoutOf(data)));
