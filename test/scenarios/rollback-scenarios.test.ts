import { latestInstallation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { listRefusedOffers } from '../support/scenarios/offered-commands.js';
import { playScenario } from '../support/scenarios/play-scenario.js';
import { readScenarios } from '../support/scenarios/read-scenarios.js';

holdInvariants();

const { groups, workspaces } = readScenarios();

describe.each(groups)('$title', ({ scenarios }) => {
  test.each(scenarios)('$name', async (scenario) => {
    const { document, because, differs, ...outcome } = await playScenario(scenario, workspaces);
    const { because: cause = '', differs: expected, ...wanted } = scenario.expect;
    expect(outcome).toEqual(wanted);
    expect(because).toContain(cause);
    // Whatever a release leaves behind that did not succeed is named in the scenario.
    if (document.verdict !== 'SUCCEEDED') expect(differs).toEqual(expected);
    const it = latestInstallation();
    expect(it && (await listRefusedOffers(it, document))).toEqual([]);
  });
});
