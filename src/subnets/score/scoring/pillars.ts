import type { Pillar } from '../elements.ts';
import { precisionMetrics } from './average-precision.ts';
import type { DetectionFrame } from './detection.ts';
import { countPillar, iouPillar } from './f1.ts';
import { palettePillar, rolePillar, type TeamNames } from './palette.ts';
import { type SmoothFrame, smoothnessPillar } from './smoothness.ts';

/** What the pillars of an element look at. */
export interface PillarInput {
  readonly frames: readonly DetectionFrame[];
  /** Consecutive frames of each clip, for smoothness alone. */
  readonly runs: readonly (readonly SmoothFrame[])[];
  readonly teams: TeamNames;
}

/** Value of a pillar by its name in the subnet's manifests, 0..1. Section e1. */
export function pillarValue(pillar: Pillar, { frames, runs, teams }: PillarInput): number {
  switch (pillar) {
    case 'iou':
      return iouPillar(frames);
    case 'count':
      return countPillar(frames);
    case 'palette':
      return palettePillar(frames, teams);
    case 'role':
      return rolePillar(frames, teams);
    case 'smoothness':
      return smoothnessPillar(runs);
    case 'map50':
      return precisionMetrics(frames).map50;
    case 'false_positive':
      return precisionMetrics(frames).falsePositive;
  }
}
