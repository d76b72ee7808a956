// The architecture, as data. Each layer names the layers it may import; everything else is an error.
const core = ['std', 'detectors', 'document', 'identity', 'policy', 'events', 'context', 'rule-language', 'alerts', 'attack', 'engine', 'workshop'];
const adapters = ['ingest', 'store'];
export const layers = {
  std: [],
  document: ['std'],
  identity: ['std'],
  policy: ['std', 'identity'],
  detectors: ['std'],
  events: ['std', 'identity'],
  context: ['std', 'document', 'identity', 'policy', 'events'],
  'rule-language': ['std', 'detectors', 'document', 'identity', 'policy', 'events', 'context'],
  alerts: ['std', 'detectors', 'identity', 'policy', 'events', 'context', 'rule-language'],
  attack: ['std', 'rule-language', 'alerts'],
  engine: core.filter((name) => !['attack', 'engine', 'workshop'].includes(name)),
  workshop: core.filter((name) => name !== 'workshop'),
  ...Object.fromEntries(adapters.map((name) => [name, core])),
  cli: [...core, ...adapters],
};
export const pureLayers = core;
const PURE = `^src/(${core.join('|')})/`;
const TEST = '[.](test|contract|fixture)[.]ts$';
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle means two files are one idea. Merge them or cut the shared part out.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...Object.entries(layers).map(([layer, below]) => ({
      name: `${layer}-imports-only-downwards`,
      severity: 'error',
      comment: `${layer} may import: ${below.join(', ') || 'nothing'}.`,
      from: { path: `^src/${layer}/` },
      to: { path: '^src/', pathNot: `^src/(${[layer, ...below].join('|')})/` },
    })),
    {
      name: 'core-is-pure',
      comment: 'No node:*, no clock, no network in the core. Pass it in as a port.',
      severity: 'error',
      from: { path: PURE, pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'internal-stays-inside',
      comment: 'Another layer reached into internal/. Export it properly or do without.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/([^/]+)/internal/', pathNot: '^src/$1/' },
    },
    {
      name: 'no-dev-dependency-in-src',
      severity: 'error',
      comment: 'What ships may only need what is installed with it.',
      from: { path: '^src/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'no-test-code-in-src',
      severity: 'error',
      comment: 'Shipped code never imports a test or fixture.',
      from: { pathNot: TEST },
      to: { path: TEST },
    },
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' } },
};
