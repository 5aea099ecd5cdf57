import { m } from '../../paraglide/messages.js';
import type { JobPage } from '../job-page.ts';
import { readDrawing } from './job-drawing.ts';

const FAULTS: Readonly<Record<string, () => string>> = {
  'no-decoder': () => m.jobs_score_fault_decoder(),
  'no-video': () => m.jobs_score_fault_video(),
  'no-picture': () => m.jobs_score_fault_empty(),
  'no-pictures': () => m.jobs_score_fault_pictures(),
  'broken-picture': () => m.jobs_score_fault_picture(),
  codec: () => m.jobs_score_fault_codec(),
  broken: () => m.jobs_score_fault_broken(),
};

const FILES: Readonly<Record<string, () => string>> = {
  'result.coco.json': () => m.jobs_score_file_coco(),
  'result.mot.csv': () => m.jobs_score_file_mot(),
  'quality.json': () => m.jobs_score_file_quality(),
};

/** Score's part of the page that takes jobs, in the present language. */
export function jobPage(): JobPage {
  return {
    lead: m.jobs_score_lead(),
    accept: 'video/mp4,video/webm,video/quicktime,.mkv,image/jpeg,image/png,image/webp',
    kinds: m.jobs_score_kinds(),
    fps: { least: 0.1, most: 30, usual: 5 },
    fault: (reason) => (reason === null ? null : (FAULTS[reason]?.() ?? null)),
    quality: m.jobs_score_quality(),
    fileMeaning: (name) => FILES[name]?.() ?? null,
    drawn: 'result.coco.json',
    readResult: readDrawing,
  };
}
