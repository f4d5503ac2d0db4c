// The laws of docs/architecture.md as rules. They are derived from the folder tree by capture groups: a new module is
// covered the day its folder is made. test/architecture/boundaries.spec.ts plants a violation of each.
const RANKS = [['identity'], ['groups'], ['media', 'presence'], ['messaging'], ['search', 'notifications']];
const NOT_MODULES = '(?:platform|shared|contract|cli)';
const MODULE = `(?!${NOT_MODULES}/)[^/]+`;
const PURE = `^src/(?:shared/|contract/|${MODULE}/domain/|${MODULE}/events\\.ts$)`;
const SPEC = '\\.spec\\.ts$';
const only = (name, npm, where, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: '^(src|sdk)/', pathNot: `(?:${where})|${SPEC}` },
  to: { path: `(?:^|/)node_modules/(?:${npm})/` },
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', comment: 'No import cycles.', from: {}, to: { circular: true } },
    {
      name: 'module-door',
      severity: 'error',
      comment: 'A module is entered through its index.ts only.',
      from: { path: `^src/(?!${NOT_MODULES}/)([^/]+)/` },
      to: { path: `^src/(?!${NOT_MODULES}/)[^/]+/.`, pathNot: '^src/$1/|^src/[^/]+/index\\.ts$' },
    },
    {
      name: 'module-door-from-outside',
      severity: 'error',
      comment: 'The app, the commands and the platform see doors only.',
      from: { path: `^src/(?:[^/]+\\.ts$|cli/)` },
      to: { path: `^src/${MODULE}/.`, pathNot: '^src/[^/]+/index\\.ts$' },
    },
    ...RANKS.flatMap((names, rank) =>
      names.map((name) => ({
        name: `rank-${name}`,
        severity: 'error',
        comment: `${name} may use only modules below its rank.`,
        from: { path: `^src/${name}/` },
        to: {
          path: `^src/(?:${
            RANKS.slice(rank)
              .flat()
              .filter((n) => n !== name)
              .join('|') || '$^'
          })/`,
        },
      })),
    ),
    {
      name: 'platform-knows-no-module',
      severity: 'error',
      comment: 'The platform is technical.',
      from: { path: '^src/platform/' },
      to: { path: `^src/(?!${NOT_MODULES}/)[^/]+/|^src/cli/` },
    },
    {
      name: 'pure-imports-no-npm',
      severity: 'error',
      comment: 'Domain, shared, contract and events.ts import no npm package.',
      from: { path: PURE, pathNot: SPEC },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'contract-imports-nothing',
      severity: 'error',
      comment: 'The contract is shared with browsers.',
      from: { path: '^src/contract/', pathNot: SPEC },
      to: { pathNot: '^src/contract/' },
    },
    {
      name: 'shared-imports-down',
      severity: 'error',
      comment: 'The kernel knows nothing above it.',
      from: { path: '^src/shared/', pathNot: SPEC },
      to: { path: '^src/', pathNot: '^src/(?:shared|contract)/' },
    },
    {
      name: 'domain-imports-domain',
      severity: 'error',
      comment: 'Rules depend on nothing technical.',
      from: { path: '^src/([^/]+)/domain/', pathNot: SPEC },
      to: { path: '^src/', pathNot: '^src/(?:$1/domain/|$1/errors\\.ts|$1/events\\.ts|shared/|contract/)' },
    },
    {
      name: 'persistence-below-use-cases',
      severity: 'error',
      comment: 'Arrows go edge, use-cases, persistence, domain.',
      from: { path: '^src/([^/]+)/persistence/', pathNot: SPEC },
      to: { path: '^src/$1/(?:use-cases|edge)/' },
    },
    {
      name: 'use-cases-below-edge',
      severity: 'error',
      comment: 'Arrows go edge, use-cases, persistence, domain.',
      from: { path: '^src/([^/]+)/use-cases/', pathNot: SPEC },
      to: { path: '^src/$1/edge/' },
    },
    {
      name: 'sdk-sees-contract-only',
      severity: 'error',
      comment: 'The client library shares the wire truth and nothing else.',
      from: { path: '^sdk/' },
      to: { path: '^src/', pathNot: '^src/contract/' },
    },
    {
      name: 'web-sees-sdk-door',
      severity: 'error',
      comment: 'The web client knows the client library by its index, and nothing else of this repository.',
      from: { path: '^web/src/' },
      to: { path: '^(?:src|sdk|scripts|test|bench|migrations)/', pathNot: '^sdk/index\\.ts$' },
    },
    {
      name: 'web-is-seen-by-nobody',
      severity: 'error',
      comment: 'The server and the library do not know that there is a web client.',
      from: { path: '^(?:src|sdk)/' },
      to: { path: '^web/' },
    },
    {
      name: 'web-features-apart',
      severity: 'error',
      comment: 'A feature imports no other feature; app composes them.',
      from: { path: '^web/src/features/([^/]+)/' },
      to: { path: '^web/src/features/', pathNot: '^web/src/features/$1/' },
    },
    {
      name: 'web-feature-door',
      severity: 'error',
      comment: 'app sees the doors of features only.',
      from: { path: '^web/src/app/' },
      to: { path: '^web/src/features/[^/]+/.', pathNot: '/index\\.ts$' },
    },
    {
      name: 'web-arrows-point-down',
      severity: 'error',
      comment: 'app uses features, features use the rest; never the other way.',
      from: { path: '^web/src/(?!app/)' },
      to: { path: '^web/src/app/' },
    },
    {
      name: 'web-base-knows-no-feature',
      severity: 'error',
      comment: 'ui, client, i18n, keys, views and preferences are below all features.',
      from: { path: '^web/src/(?!app/|features/)' },
      to: { path: '^web/src/features/' },
    },
    {
      name: 'web-ui-knows-no-chat',
      severity: 'error',
      comment: 'The small set of parts is about looks: no client, no address.',
      from: { path: '^web/src/ui/' },
      to: { path: '^sdk/|^web/src/(?:client|views)/' },
    },
    {
      name: 'web-words-know-nothing',
      severity: 'error',
      comment: 'Words and keys stand alone.',
      from: { path: '^web/src/(?:i18n|keys)/' },
      to: { path: '^sdk/|^web/src/', pathNot: '^web/src/(?:i18n|keys)/' },
    },
    only(
      'typeorm-in-persistence',
      'typeorm|@nestjs/typeorm',
      `^src/${MODULE}/persistence/|^src/platform/database/`,
      'TypeORM only in persistence and platform/database.',
    ),
    only(
      'redis-in-its-place',
      'ioredis',
      '^src/platform/redis/|^src/presence/persistence/',
      'ioredis only in platform/redis and presence persistence.',
    ),
    only('kafka-in-transport', 'kafkajs', '^src/platform/transport/', 'The Kafka client only in platform/transport.'),
    only(
      'sockets-in-realtime',
      'socket\\.io',
      `^src/platform/realtime/|^src/${MODULE}/edge/[^/]*gateway\\.ts$`,
      'Server Socket.IO only in platform/realtime and gateways.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
