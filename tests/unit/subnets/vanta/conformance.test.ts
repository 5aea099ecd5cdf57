import { adapter } from '../../../conformance/08-vanta.ts';
import { describeConformance } from '../../../support/conformance.ts';

describeConformance(adapter);
