import { planDeployOrder } from '../../core/plan/plan-deploy-order.js';
import { makeBundle } from '../../core/release/make-bundle.js';
import { renderRelease } from '../../core/render/render-release.js';
import { readWorkspace } from '../../core/workspace/read-workspace.js';
import { validateWorkspace } from '../../core/workspace/validate-workspace.js';
import { type Figure, median } from './figure.js';
import { makeLargeWorkspace } from './large-workspace.js';

type Times = {
  readonly read: number;
  readonly parse: number;
  readonly render: number;
  readonly emit: number;
  readonly plan: number;
};

/** One whole rendering of a workspace, its parts timed apart, in milliseconds. */
function renderOnce(files: ReturnType<typeof makeLargeWorkspace>): Times {
  const facts = {
    application: { name: 'large' },
    environment: {
      name: 'test',
      accountId: '111111111111',
      region: 'us-east-1',
      artifactBucket: 'bucket',
    },
  };
  const t0 = performance.now();
  const { workspace } = readWorkspace(files);
  const t1 = performance.now();
  validateWorkspace(workspace, {
    environments: ['test'],
    application: 'large',
    variables: {},
    strict: false,
  });
  const t2 = performance.now();
  const rendered = renderRelease({ workspace, facts, environment: 'test' });
  const t3 = performance.now();
  if (!rendered.ok)
    throw new Error(
      `the large workspace has mistakes: ${JSON.stringify(rendered.issues.slice(0, 3))}`,
    );
  const order = planDeployOrder(rendered.stacks);
  if (!order.ok) throw new Error('the large workspace has a cycle');
  const t4 = performance.now();
  makeBundle({
    application: 'large',
    environment: 'test',
    sourceCommit: null,
    stacks: order.stacks,
  });
  const t5 = performance.now();
  return { read: t1 - t0, parse: t2 - t1, render: t3 - t2, plan: t4 - t3, emit: t5 - t4 };
}

function measure(workloads: number, addons: number, runs: number): Times {
  const files = makeLargeWorkspace({ workloads, addons });
  renderOnce(files);
  const times = Array.from({ length: runs }, () => renderOnce(files));
  const of = (part: keyof Times): number => median(times.map((one) => one[part]));
  return {
    read: of('read'),
    parse: of('parse'),
    render: of('render'),
    plan: of('plan'),
    emit: of('emit'),
  };
}

/** Reading, parsing and merging happen within `renderRelease` too: `parse` is the same work done alone, told for comparison. */
const total = ({ read, render, plan, emit }: Times): number => read + render + plan + emit;

const detail = (times: Times): string =>
  `read ${times.read.toFixed(1)}, parse and merge alone ${times.parse.toFixed(1)}, render with parse ${times.render.toFixed(1)}, plan ${times.plan.toFixed(1)}, emit and hash ${times.emit.toFixed(1)}`;

/** Speed of rendering against the budgets of the design. */
export function benchRender(): readonly Figure[] {
  const empty = measure(0, 0, 15);
  const one = measure(1, 0, 25);
  const hundred = measure(100, 20, 7);
  const thousand = measure(1000, 20, 3);
  const growth = total(thousand) / total(hundred);
  return [
    {
      name: 'render one service, warm',
      value: total(one) - total(empty),
      unit: 'ms',
      budget: 5,
      detail: `without its environment, which takes ${total(empty).toFixed(1)} ms`,
    },
    {
      name: 'render 100 workloads + 20 addons',
      value: total(hundred),
      unit: 'ms',
      budget: 400,
      detail: detail(hundred),
    },
    {
      name: 'render 1,000 workloads + 20 addons',
      value: total(thousand),
      unit: 'ms',
      detail: `${growth.toFixed(1)} times that of 100: ${detail(thousand)}`,
    },
  ];
}
