import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // One worker for every core: of two cores vitest would leave one idle.
    maxWorkers: '100%',
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts', 'bench/**/*.test.ts', 'fuzz/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'end to end', include: ['test/**/*.test.ts'], testTimeout: 120_000 } },
    ],
    // Whoever runs the tests may ask for colours; what is compared has none.
    env: { NO_COLOR: '1' },
    coverage: { provider: 'v8', include: ['src/**'] },
  },
});
