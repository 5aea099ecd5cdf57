import { adapter } from '../../../conformance/09-iota.ts';
import { describeConformance } from '../../../support/conformance.ts';

describeConformance(adapter);
