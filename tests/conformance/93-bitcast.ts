import { bitcastX } from './bitcast-x.ts';
import { bitcastYoutube } from './bitcast-youtube.ts';
import type { ConformanceAdapter } from './contract.ts';

export const adapter: ConformanceAdapter = {
  name: '93-bitcast',
  tables: [],
  sections: ['youtube', 'x'],
  whyNot: 'this group is not built yet',
  groups: { ...bitcastYoutube, ...bitcastX },
};
