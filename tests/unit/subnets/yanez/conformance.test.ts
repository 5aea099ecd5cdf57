import { adapter } from '../../../conformance/54-yanez-miid.ts';
import { describeConformance } from '../../../support/conformance.ts';

describeConformance(adapter);
