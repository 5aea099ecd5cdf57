import { adapter } from '../../../conformance/93-bitcast.ts';
import { describeConformance } from '../../../support/conformance.ts';

describeConformance(adapter);
