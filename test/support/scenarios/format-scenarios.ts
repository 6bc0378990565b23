import type { Scenario, ScenarioFile } from './read-scenarios.js';

const NETS: { readonly [net in Scenario['expect']['net']]: string } = {
  ecs: 'ECS',
  cloudformation: 'CloudFormation',
  autoland: 'Autoland',
  none: '–',
};

/** The scenarios as tables of Markdown, one per group, and what the releases in them are made of. */
export function formatScenarios({ groups, workspaces }: ScenarioFile): string {
  const tables = groups.map(
    ({ title, scenarios }) =>
      `### ${title}\n\n| Scenario | Release | What happens, and when | Verdict | Caught by | Afterwards |\n|---|---|---|---|---|---|\n${scenarios.map(formatScenario).join('\n')}`,
  );
  const made = Object.entries(workspaces).map(([name, { about }]) => `- \`${name}\`: ${about}.`);
  return [...tables, `### What the releases are made of\n\n${made.join('\n')}`].join('\n\n');
}

function formatScenario(scenario: Scenario): string {
  const { name, expect } = scenario;
  const { net, minutes, verdict } = expect;
  const others = Object.entries(expect.others).map(([other, end]) => `; ${other}: ${end}`);
  const caught = minutes === undefined ? NETS[net] : `${NETS[net]} after ${minutes} min`;
  const cells = [
    name,
    describeRelease(scenario),
    scenario.happens.join('<br>') || 'nothing',
    `${verdict}${others.join('')}`,
    caught,
    describeEnd(expect),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function describeRelease(scenario: Scenario): string {
  const { workspace, from, before, unchanged, alarms, images, options } = scenario;
  const place = before === 0 ? 'the first' : unchanged ? 'the same again' : 'the second';
  const asked = Object.entries(options).map(([option, value]) => `\`${option}: ${String(value)}\``);
  const missing = alarms.length === 0 ? ['no alarm exists'] : [];
  const built = images.map((name) => `${name} is built`);
  const release = from ? `\`${workspace}\` over \`${from}\`` : `\`${workspace}\`, ${place}`;
  return [release, ...built, ...missing, ...asked].join('; ');
}

function describeEnd({ verdict, restored, differs, notRestored }: Scenario['expect']): string {
  const back = restored.length > 0 ? [`Autoland puts back ${restored.join(', ')}`] : [];
  if (verdict === 'SUCCEEDED') return 'the release stays';
  if (notRestored.length > 0)
    return [...back, `a person restores ${notRestored.join(', ')}`].join('; ');
  const stays = differs.length > 0 ? `as before but for ${differs.join(', ')}` : 'as before';
  return [...back, stays].join('; ');
}

const BEGIN = '<!-- scenarios: written by npm run scenarios -->';
const END = '<!-- end of scenarios -->';

/** The document with its tables written anew between the two marks. */
export function replaceScenarios(document: string, tables: string): string {
  const [head = '', , tail] = document.split(new RegExp(`${BEGIN}|${END}`));
  if (tail === undefined)
    throw new Error(`docs/rollback.md needs the lines "${BEGIN}" and "${END}"`);
  return `${head}${BEGIN}\n\n${tables}\n\n${END}${tail}`;
}
