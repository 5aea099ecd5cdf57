import { expect, it } from 'vitest';
import { adapter } from '../../../conformance/24-quasar.ts';
import { groupNames } from '../../../conformance/runner.ts';
import { describeConformance, readPairs } from '../../../support/conformance.ts';

describeConformance(adapter);

it('the recorded pairs have seventeen groups', () => {
  expect(groupNames(readPairs('24-quasar'), adapter)).toHaveLength(17);
});
