import { adapter } from '../../../conformance/33-readyai.ts';
import { describeConformance } from '../../../support/conformance.ts';

describeConformance(adapter);
