import { expect, it } from 'vitest';
import { adapter } from '../../../conformance/23-trishool.ts';
import { groupNames } from '../../../conformance/runner.ts';
import { describeConformance, readPairs } from '../../../support/conformance.ts';

describeConformance(adapter);

it('the recorded pairs have nine groups', () => {
  expect(groupNames(readPairs('23-trishool'), adapter)).toHaveLength(9);
});
