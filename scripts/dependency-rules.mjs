// The arrows of the house: contracts, cloudtrail, catalogue ← rules, detection, alerting ← ports ← adapter-*, runtime ← services.
const test = '\\.(test|contract|fixture|arbitrary|oracle)\\.ts$|/testing/|/contracts/[^/]+\\.ts$|^test/';
const source = { pathNot: '\\.(test|contract|fixture|arbitrary|oracle)\\.ts$|/testing/|^libs/ports/contracts/' };
const pure = '^libs/(contracts|cloudtrail|catalogue|rules|detection|alerting)/';

function layer(name, path, ...mayUse) {
  return {
    name,
    severity: 'error',
    from: { path, ...source },
    to: { path: '^(libs|services)/', pathNot: [path, ...mayUse] },
  };
}

const contracts = '^libs/contracts/';
const cloudtrail = '^libs/cloudtrail/';
const catalogue = '^libs/catalogue/';
const middle = '^libs/(rules|detection|alerting)/';
const ports = '^libs/ports/';

export const dependencyRules = {
  forbidden: [
    {
      // Types may name each other, as a rule and the correlation over rules do; what runs may not.
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    layer('contracts-stand-alone', contracts),
    layer('cloudtrail-knows-contracts', cloudtrail, contracts),
    layer('catalogue-stands-alone', catalogue, contracts),
    layer('rules-know-records', '^libs/rules/', contracts, cloudtrail, catalogue),
    layer('detection-knows-records', '^libs/detection/', contracts, cloudtrail),
    layer('alerting-knows-records', '^libs/alerting/', contracts, cloudtrail),
    layer('ports-know-the-pure-libs', ports, contracts, cloudtrail, middle),
    ...['kafka', 'redis', 'embedded', 'aws', 'http', 'mail', 'file', 'worker', 'enrich', 'platformatic'].map((name) =>
      layer(`adapter-${name}-keeps-to-ports`, `^libs/adapter-${name}/`, contracts, cloudtrail, middle, ports),
    ),
    layer('runtime-knows-no-service', '^libs/runtime/', contracts, cloudtrail, middle, ports),
    layer('testkit-knows-no-service', '^libs/testkit/', contracts, cloudtrail, middle, ports),
    ...['collector', 'matcher', 'notifier', 'console'].map((name) => ({
      name: `${name}-knows-no-other-service`,
      severity: 'error',
      from: { path: `^services/${name}/`, ...source },
      to: { path: ['^services/', '^libs/adapter-', '^libs/testkit/'], pathNot: `^services/${name}/` },
    })),
    {
      name: 'pure-libs-touch-nothing-outside',
      severity: 'error',
      from: { path: pure, pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nest-stays-at-the-rim',
      severity: 'error',
      from: { path: '^(libs/(?!runtime)|services/(?!console))', ...source },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'kafka-client-in-its-adapter',
      severity: 'error',
      from: { pathNot: ['^libs/adapter-kafka/', test] },
      to: { path: 'node_modules/(kafkajs|@platformatic/kafka)/' },
    },
    { name: 'unresolvable', severity: 'error', from: { ...source }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/|\\.d\\.ts$|node_modules/(?!@trailhound)' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
    },
  },
};
