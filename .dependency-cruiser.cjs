/** The fences of the house: which room may look into which. Each is seen to bite in test/fences.test.ts. */
const areas = [
  'access',
  'tenants',
  'policy',
  'operations',
  'roster',
  'hours',
  'activities',
  'progress',
  'credits',
  'audit',
  'integration',
  'privacy',
]
// An area may look only upstream. Tenants open with a policy edition, so policy lies upstream of them.
const order = [
  'access',
  'policy',
  'tenants',
  'operations',
  'roster',
  'hours',
  'activities',
  'progress',
  'credits',
  'audit',
  'integration',
  'privacy',
  'sample',
]

module.exports = {
  forbidden: [
    {
      name: 'rules-are-pure',
      severity: 'error',
      from: { path: '^src/.+/rules/' },
      to: { pathNot: ['/rules/', 'schema\\.ts$', '^src/policy/editions/', '^src/lib/', '^src/errors\\.ts$'] },
    },
    {
      name: 'sql-lives-in-the-store',
      severity: 'error',
      from: { path: '^src/', pathNot: ['/(read|write|tables)\\.ts$', '^src/db/'] },
      to: { path: 'node_modules/(drizzle-orm|postgres|pg)/' },
    },
    {
      name: 'store-does-not-decide',
      severity: 'error',
      from: { path: '^src/.+/(read|write|tables)\\.ts$' },
      to: { path: '^src/', pathNot: ['/(tables|schema|read)\\.ts$', '^src/db/', '^src/lib/'] },
    },
    ...areas.map((area) => ({
      name: `write-is-private-${area}`,
      severity: 'error',
      from: { path: '^src/', pathNot: [`^src/${area}/`] },
      to: { path: `^src/${area}/.*write\\.ts$` },
    })),
    {
      name: 'routes-are-a-table-of-contents',
      severity: 'error',
      from: { path: '/routes\\.ts$' },
      to: { path: ['/rules/', '/write\\.ts$', '/tables\\.ts$'] },
    },
    {
      name: 'http-stays-at-the-door',
      severity: 'error',
      from: { path: '^src/', pathNot: ['/routes\\.ts$', '^src/http/', '^src/app\\.ts$', '^src/server\\.ts$'] },
      to: { path: 'node_modules/(fastify|@fastify)/' },
    },
    {
      name: 'only-app-mounts-routes',
      severity: 'error',
      from: { pathNot: '^src/app\\.ts$' },
      to: { path: '/routes\\.ts$' },
    },
    ...order.slice(0, -1).map((area, at) => ({
      name: `upstream-only-${area}`,
      severity: 'error',
      from: { path: `^src/${area}/` },
      to: { path: `^src/(${order.slice(at + 1).join('|')})/` },
    })),
    { name: 'sdk-stands-alone', severity: 'error', from: { path: '^sdk/' }, to: { path: '^src/' } },
    { name: 'service-knows-no-sdk', severity: 'error', from: { path: '^src/' }, to: { path: '^sdk/' } },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js'],
    },
  },
}
