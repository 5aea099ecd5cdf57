import * as v from 'valibot';
import type { ScoreComponent } from '../../../protocol/verdict.ts';
import type { HeadName } from '../heads/contract.ts';
import { isBitmap } from '../preview.ts';

// What the page asks of the worker about a model of the visitor's own, and what it hears. Nothing of
// it leaves the tab.

const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const FileBlob = v.instance(Blob);

/** A model from a file, with the text beside it that describes it. */
const ModelFile = v.object({
  name: v.string(),
  file: FileBlob,
  description: v.nullable(FileBlob),
});
export type ModelFile = v.InferOutput<typeof ModelFile>;

/** How a frame is cut before the model sees it: columns by rows. */
export const CUTS = ['1x1', '2x1', '3x2'] as const;
export type Cut = (typeof CUTS)[number];

/** What a visitor may turn; null leaves it as the model's description has it. */
export const Knobs = v.object({
  personConfidence: v.nullable(Share),
  ballConfidence: v.nullable(Share),
  cut: v.picklist(CUTS),
  pitchPrior: v.nullable(v.boolean()),
});
export type Knobs = v.InferOutput<typeof Knobs>;

export const AS_DESCRIBED: Knobs = {
  personConfidence: null,
  ballConfidence: null,
  cut: '1x1',
  pitchPrior: null,
};

/** A model as it is tried; null is the default model. */
const Tried = { model: v.nullable(ModelFile), knobs: Knobs };

export const WorkshopRequest = v.variant('kind', [
  v.object({ kind: v.literal('check'), model: ModelFile }),
  v.object({ kind: v.literal('clip'), ...Tried, file: FileBlob }),
  v.object({ kind: v.literal('picture'), ...Tried, picture: v.custom<ImageBitmap>(isBitmap) }),
  v.object({
    kind: v.literal('compare'),
    ...Tried,
    files: v.array(v.object({ path: v.string(), file: FileBlob })),
  }),
]);
export type WorkshopRequest = v.InferOutput<typeof WorkshopRequest>;

/** What a check found. */
export interface ModelReport {
  readonly name: string;
  readonly bytes: number;
  readonly head: HeadName;
  readonly width: number;
  readonly height: number;
  /** The element's objects that the model knows. */
  readonly objects: readonly string[];
  /** Of a sample picture of 1280 × 720. */
  readonly msPerFrame: number;
}

/** One side of a comparison: a detector on all labelled pictures. */
export interface SideReport {
  readonly name: string;
  /** Pillars, S and weight_score of each element, as a unit is scored. */
  readonly components: readonly ScoreComponent[];
  /** Σ element weight × S and Σ element weight × weight_score. */
  readonly quality: number;
  readonly score: number;
  readonly map50: number;
  readonly falsePositive: number;
  readonly p95Ms: number;
  /** Real-time factor of each element by its id; above 1 the element pays nothing. */
  readonly realTime: Readonly<Record<string, number>>;
}

/** Whether the copy rule takes both for the same, for one element. */
export interface LikenessReport {
  readonly element: string;
  readonly alike: boolean;
  /** Pictures of the recent and of the older set, and how many of them differ. */
  readonly common: number;
  readonly different: number;
}

export interface CompareReport {
  readonly pictures: number;
  readonly candidate: SideReport;
  readonly incumbent: SideReport;
  readonly likeness: readonly LikenessReport[];
  /** Label files that were left out, with the reason. */
  readonly problems: readonly string[];
}
