// The figures that the design has budgets for. Measured, not asserted: a slow machine fails nothing but shows it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.AWS_REGION = 'us-east-1';

const { benchRender } = await import('./bench/render.js');
const { benchOrchestration } = await import('./bench/orchestration.js');
const { formatFigure } = await import('./bench/figure.js');
const { formatBundleSize, measureBundles } = await import('./bundle-sizes.js');

const show = (title: string, lines: readonly string[]): void =>
  console.log([`\n${title}`, ...lines].join('\n'));

show('Rendering', benchRender().map(formatFigure));
show(
  'Orchestration (simulated account, virtual clock)',
  (await benchOrchestration()).map(formatFigure),
);
if (!process.argv.includes('--no-bundles'))
  show('Function bundles', (await measureBundles()).map(formatBundleSize));
