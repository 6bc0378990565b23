import { formatIssue } from '../../../core/issues.js';
import { aWorkload, parse } from '../../support/manifests.js';

/** Manifests as people get them wrong, and all that is said about each: line, column, severity, field, message, hint. */
const BROKEN: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'an image as text',
    `
name: api
type: Load Balanced Web Service
image: nginx
http:
  path: '/'
`,
    [
      '3:8  error  image: expected a map, found "nginx" (known keys: build, location, credentials, labels, depends_on, healthcheck, port)',
    ],
  ],
  [
    'a port in words, a misspelt section',
    `
name: api
type: Backend Service
image:
  build: Dockerfile
  port: "eighty"
environment:
  prod:
    count: 2
`,
    [
      '6:1  warning  environment: unknown key "environment" (did you mean "environments"?)',
      '5:10  error  image.port: expected a whole number, found "eighty"',
    ],
  ],
  [
    'a port that is none',
    `
name: api
type: Backend Service
image:
  location: nginx
sidecars:
  proxy:
    image: envoy
    port: 70000
`,
    ['8:11  error  sidecars.proxy.port: "70000" is not a port such as 80 or 443/tls'],
  ],
  [
    'http as a path',
    `
name: api
type: Load Balanced Web Service
image:
  build: Dockerfile
  port: 80
http: /
`,
    [
      '6:7  error  http: expected true or false or a map, found "/" (known keys: alb, path, version, healthcheck, stickiness, alias, deregistration_delay, target_container, target_port, allowed_source_ips, hosted_zone, redirect_to_https, additional_rules)',
    ],
  ],
  [
    'a misspelt build key, a duration without unit',
    `
name: api
type: Load Balanced Web Service
image:
  build:
    dockerfle: Dockerfile
  port: 80
http:
  path: /
  healthcheck:
    interval: 10
    path: [a]
`,
    [
      '5:5  warning  image.build.dockerfle: unknown key "dockerfle" (did you mean "dockerfile"?)',
      '4:3  error  image.build: is a map without any key that is known here (known keys: dockerfile, context, args, target, cache_from)',
      '11:5  error  http.healthcheck.path: expected text, found a list',
      '10:15  error  http.healthcheck.interval: "10" is not a duration such as 90s or 1h30m (did you mean 10s?)',
    ],
  ],
  [
    'variables as a list, a secret of another tool',
    `
name: api
type: Worker Service
image:
  build: D
variables:
  - A=1
secrets:
  TOKEN:
    ssm: /a/b
`,
    [
      '9:5  warning  secrets.TOKEN.ssm: unknown key "ssm" (it has no effect; remove it)',
      '8:3  error  secrets.TOKEN: is a map without any key that is known here (known keys: secretsmanager, from_cfn)',
      '5:1  error  variables: expected a map, found a list (write pairs of name: value)',
    ],
  ],
  [
    'topics as texts',
    `
name: api
type: Worker Service
image: {build: D}
subscribe:
  topics:
    - orders
`,
    [
      '6:7  error  subscribe.topics[0]: expected a map, found "orders" (known keys: name, service, filter_policy, queue)',
    ],
  ],
  [
    'sidecars as a list',
    `
name: api
type: Backend Service
image: {build: D}
sidecars:
  - nginx
`,
    ['4:1  error  sidecars: expected a map, found a list (write pairs of name: value)'],
  ],
  [
    'a schedule in the wrong place',
    `
name: api
type: Scheduled Job
image: {build: D}
schedule: "@daily"
`,
    [
      '4:1  warning  schedule: unknown key "schedule" (did you mean on.schedule?)',
      '1:1  error  on: "on" must be specified (add on.schedule, for instance "@daily")',
    ],
  ],
  [
    'a misspelt metric',
    `
name: api
type: Backend Service
image: {build: D}
count:
  range: 1-10
  cpu_percent: 70
`,
    [
      '6:3  warning  count.cpu_percent: unknown key "cpu_percent" (did you mean "cpu_percentage"?)',
      '5:10  error  count.range: must specify at least one of "cpu_percentage", "memory_percentage", "requests", "response_time" if "range" is specified (for instance cpu_percentage: 70)',
    ],
  ],
  [
    'scaling as other tools have it',
    `
name: api
type: Backend Service
image: {build: D}
count:
  min: 1
  max: 4
  cpu: 70
`,
    [
      '5:3  warning  count.min: unknown key "min" (did you mean count.range.min?)',
      '6:3  warning  count.max: unknown key "max" (did you mean count.range.max?)',
      '7:3  warning  count.cpu: unknown key "cpu" (did you mean "cpu_percentage"?)',
      '4:1  error  count: is a map without any key that is known here (known keys: spot, range, cooldown, cpu_percentage, memory_percentage, requests, response_time, queue_delay)',
    ],
  ],
  [
    'alarms and breaker by guesswork',
    `
name: api
type: Load Balanced Web Service
image: {build: D, port: 80}
http: {path: /}
deployment:
  rollback_alarms:
    cpu: 70
  circuit_breaker: true
`,
    [
      '7:5  warning  deployment.rollback_alarms.cpu: unknown key "cpu" (did you mean "cpu_utilization"?)',
      '6:3  error  deployment.rollback_alarms: is a map without any key that is known here (known keys: cpu_utilization, memory_utilization)',
      '8:20  error  deployment.circuit_breaker: expected a map, found true (known keys: enable, rollback, threshold, reset_on_healthy_task)',
    ],
  ],
  [
    'environments as a list',
    `
name: api
type: Backend Service
image: {build: D}
environments:
- test
`,
    [
      '4:1  error  environments: must be a map of environments (write the name of each environment and below it the fields to override)',
    ],
  ],
  [
    'a placement one level too high',
    `
name: api
type: Backend Service
image: {build: D}
network: private
`,
    ['4:10  error  network: expected a map, found "private" (known keys: vpc, connect)'],
  ],
  [
    'a volume as a path',
    `
name: api
type: Backend Service
image: {build: D}
storage:
  volumes:
    data: /data
`,
    [
      '6:11  error  storage.volumes.data: expected a map, found "/data" (known keys: path, read_only, efs)',
    ],
  ],
  [
    'sizes with units',
    `
name: api
type: Backend Service
image: {build: D}
cpu: 0.5
memory: 1GB
exec: enabled
`,
    [
      '4:6  error  cpu: expected a whole number, found 0.5',
      '5:9  error  memory: expected a whole number, found "1GB" (write the number without a unit)',
      '6:7  error  exec: expected true or false or a map, found "enabled" (known keys: enable)',
    ],
  ],
  [
    'both image forms and no port',
    `
name: api
type: Load Balanced Web Service
image:
  build: D
  location: nginx
http:
  path: /
`,
    [
      '3:1  error  image.port: "port" must be specified (add image.port, the port that the container listens on)',
      '3:1  error  image: must specify one of "build" and "location", found both (remove one of the two)',
    ],
  ],
  [
    'a container that is not there',
    `
name: api
type: Load Balanced Web Service
image: {build: D, port: 80}
http:
  path: /
  target_container: ngnix
sidecars:
  nginx: {image: nginx, port: 80}
`,
    [
      '6:21  error  http.target_container: target container "ngnix" doesn\'t exist (containers are nginx, api)',
      '3:25  error  image.port: containers "api" and "nginx" are exposing the same port 80 (containers of one task share its network: use another port)',
    ],
  ],
  [
    'a CloudFormation function',
    `
name: api
type: Backend Service
image: {build: D}
variables:
  TABLE: !Ref Table
`,
    [
      '5:10  error  variables.TABLE: tag !Ref is not allowed here (manifests know no CloudFormation functions except in values of taskdef_overrides; to import an export write from_cfn)',
    ],
  ],
  [
    'an indentation slip',
    `
name: api
type: Backend Service
image:
  build: D
 port: 80
`,
    [
      '5:2  error  cannot be read as YAML: bad indentation of a mapping entry (check indentation and quotes around this place)',
    ],
  ],
  [
    'a strategy that does not exist',
    `
name: api
type: Load Balanced Web Service
image: {build: D, port: 80}
http: {path: /}
deployment:
  strategy: blue/green
  bake_time: 10m
`,
    [
      '6:13  error  deployment.strategy: must be one of "rolling", "blue_green", "linear", "canary", found "blue/green" (did you mean "blue_green"?)',
    ],
  ],
  [
    'a strategy with the fields of another',
    `
name: api
type: Load Balanced Web Service
image: {build: D, port: 80}
http: {path: /}
deployment:
  strategy: canary
  step_percent: 20
  bake_time: 90s
`,
    [
      '7:17  error  deployment.step_percent: "step_percent" has no meaning with strategy canary (it goes with linear)',
      '8:14  error  deployment.bake_time: must be whole minutes from 0m to 24h, found "90s"',
    ],
  ],
];

test.each(BROKEN)('%s', (_name, text, messages) => {
  const { ok, issues } = parse(aWorkload(text.trimStart()));
  expect(
    issues.map((issue) => formatIssue(issue).replace('copilot/api/manifest.yml:', '')),
  ).toEqual(messages);
  expect(ok).toBe(!messages.some((message) => message.includes('  error  ')));
});
