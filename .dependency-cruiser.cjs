// Direction of imports: shared ← protocol ← gpu ← nn ← subnets ← miner ← features ← app.
// The judging half of a subnet is what the coordinator may touch: no DOM, no GPU, no Node.

/** Folders that `from` may not import; only the miner starts workers. */
const forbid = (from, to) => ({
  name: `${from} does not import ${to.join(', ')}`,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: `^(src/(${to.join('|')})/${from === 'miner' ? '' : '|workers/'})` },
});

const TAB_HALF = '^src/subnets/[^/]+/(run|kernels)\\.ts$|^src/subnets/[^/]+/tab/|\\.svelte$';

module.exports = {
  forbidden: [
    {
      name: 'no cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    forbid('shared', [
      'protocol',
      'gpu',
      'nn',
      'subnets',
      'miner',
      'features',
      'app',
      'ui',
      'coordinator',
      'wallet',
      'chain',
    ]),
    forbid('protocol', [
      'gpu',
      'nn',
      'subnets',
      'miner',
      'features',
      'app',
      'ui',
      'coordinator',
      'wallet',
      'chain',
    ]),
    forbid('gpu', [
      'nn',
      'subnets',
      'miner',
      'features',
      'app',
      'ui',
      'coordinator',
      'wallet',
      'chain',
    ]),
    forbid('subnets', ['miner', 'features', 'app', 'coordinator', 'wallet', 'chain']),
    forbid('miner', ['features', 'app', 'ui', 'coordinator', 'wallet', 'chain']),
    forbid('ui', [
      'protocol',
      'gpu',
      'nn',
      'subnets',
      'miner',
      'features',
      'app',
      'coordinator',
      'wallet',
      'chain',
    ]),
    forbid('features', ['coordinator']),
    forbid('app', ['coordinator']),
    {
      name: 'the coordinator imports only the judging half of subnets',
      severity: 'error',
      from: { path: '^src/coordinator/' },
      to: { path: `^src/(miner|features|app|ui|wallet|gpu)/|${TAB_HALF}` },
    },
    {
      name: 'judging halves touch no DOM, GPU or Node',
      severity: 'error',
      from: {
        path: '^src/subnets/[^/]+/(judge|task|score|verify|source|reference|elements|truth)\\.ts$|^src/subnets/[^/]+/(scoring|pipeline|match|heads|evaluation|tracking|teams)/',
      },
      to: { path: `^src/gpu/|${TAB_HALF}`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'judging halves import no Node modules',
      severity: 'error',
      from: { path: '^src/(shared|protocol|gpu|miner|ui|features|app)/|^src/subnets/' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/paraglide/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.svelte'] },
  },
};
