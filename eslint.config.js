import jsdoc from 'eslint-plugin-jsdoc';
import regexp from 'eslint-plugin-regexp';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { pureLayers } from './dependency-cruiser.mjs';

const TESTS = ['**/*.test.ts', '**/*.contract.ts', '**/*.fixture.ts'];
const PURE = pureLayers.map((layer) => `src/${layer}/**/*.ts`);

export default defineConfig(
  globalIgnores(['dist', 'coverage', '.node', 'bench/data', 'fuzz/findings']),
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'fuzz/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked, regexp.configs['flat/recommended']],
    plugins: { jsdoc },
    languageOptions: {
      parserOptions: { project: ['./tsconfig.check.json'], tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreVoidReturningFunctions: true }],
      // Its mend is `!`, which the style guide forbids: `as` beside a check says more.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      'func-style': ['error', 'declaration', { allowArrowFunctions: false, overrides: { namedExports: 'declaration' } }],
    },
  },
  {
    files: TESTS,
    rules: { 'func-style': ['error', 'declaration', { allowArrowFunctions: true }] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: TESTS,
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: { FunctionDeclaration: true, ClassDeclaration: true },
          contexts: ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration'],
        },
      ],
    },
  },
  {
    files: PURE,
    ignores: TESTS,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes in as an argument.' },
        { object: 'Math', property: 'random', message: 'Randomness comes in as an argument.' },
        { object: 'performance', property: 'now', message: 'Time comes in as an argument.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes in as an argument.' },
      ],
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'fetch', 'process', 'console'],
    },
  },
);
