import tseslint from 'typescript-eslint'

const impureGlobals = ['process', 'fetch', 'crypto', 'setTimeout', 'setInterval', 'performance', 'globalThis'].map(
  (name) => ({
    name,
    message: 'A rule is a pure function of its arguments.',
  }),
)

export default tseslint.config(
  {
    ignores: [
      'dist/',
      '.data/',
      '.tap/',
      '.tests/',
      'node_modules/',
      '**/*.gen.ts',
      'migrations/',
      'openapi/',
      'sdk/dist/',
    ],
  },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
    },
  },
  { files: ['scripts/**', 'test/bench/**', 'sdk/examples/**', 'eslint.config.js'], rules: { 'no-console': 'off' } },
  {
    files: ['src/**/rules/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-syntax': [
        'error',
        { selector: ':function[async=true], AwaitExpression', message: 'A rule never waits.' },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time is an argument of a rule.',
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Time is an argument of a rule.',
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'A rule gives the same answer for the same values.',
        },
      ],
    },
  },
)
