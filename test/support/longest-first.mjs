import Sequencer from '@jest/test-sequencer';

/** Suites that play whole deployments or synthesize the CDK app. */
const LONG = [
  '/test/scenarios/',
  '/test/statemachines/',
  '/test/local/rehearsal/',
  '/test/infra/',
  '/test/functions/support/ledger/',
  '/test/functions/support/api/',
];

const rank = ({ path }) => {
  const place = LONG.findIndex((folder) => path.includes(folder));
  return place === -1 ? LONG.length : place;
};

/**
 * Where nothing is known of former runs, as in CI, jest begins with the largest files; here the long suites begin, so that
 * none is left over for one worker at the end.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
}
