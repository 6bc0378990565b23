import colour from 'picocolors';
import type { DeletionPreview } from '../../functions/support/deletion/preview.js';

/** What would go and what stays, for people. */
export function formatPlan({
  target,
  goes,
  data,
  stays,
  repositories,
  records,
}: DeletionPreview): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [`Deletes ${target}`, goes.map(({ stackName }) => stackName)],
    [
      'Data that goes for good',
      data.map(({ what, name, stackName }) => `${what} ${name} (${stackName})`),
    ],
    ['Image repositories that are emptied: nobody runs their images any more', repositories],
    ["Copilot's records that go", records],
    ['Stays', stays.map(({ what, name, reason }) => `${what} ${name}: ${reason}`)],
  ];
  const lines = sections.flatMap(([title, items]) =>
    items.length === 0 ? [] : [colour.bold(title), ...items.map((item) => `  ${item}`)],
  );
  return goes.length > 0
    ? lines.join('\n')
    : [`No stack of ${target} is there any more.`, ...lines].join('\n');
}
