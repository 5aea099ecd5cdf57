import type { JobCut } from '../job-page.ts';
import { cutFiles, lookAtFiles } from './tab/stills.ts';

/** How a customer's recording or pictures become the frames of a job. */
export const jobCut: JobCut = { look: lookAtFiles, stills: cutFiles };
