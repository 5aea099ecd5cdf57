import { dayOf, dayStartMs, parseDay } from './days.ts';

// Which videos are looked at, and for which brief. Sections b, e2.

/** Days that a video may be published before its brief starts. */
export const RELEASE_BUFFER_DAYS = 3;
/** Scoring window of 14 days and reward delay of 3. */
export const MAX_AGE_DAYS = 17;
/** Days after the start of a brief until its first pay. */
export const BRIEF_DELAY_DAYS = 3;
/** Videos of an account that are looked at. */
export const MAX_VIDEOS = 75;

export interface VideoDetails {
  readonly publishedMs: number;
  /** `public`, `unlisted`, `private`. */
  readonly privacy: string;
  /** What YouTube says about captions somebody wrote: `true` or `false`. */
  readonly caption: string;
  readonly description: string | null;
}

/** First and last day of a brief, `YYYY-MM-DD`. */
export interface BriefDates {
  readonly start: string;
  readonly end: string;
}

export function isPublic({ privacy }: VideoDetails): boolean {
  return privacy === 'public';
}

/** Captions that somebody wrote could tell the checker anything. */
export function hasNoManualCaptions({ caption }: VideoDetails): boolean {
  return caption !== 'true';
}

/** Published at or after the start of day T − 17. */
export function isYoungEnough({ publishedMs }: VideoDetails, nowMs: number): boolean {
  return publishedMs >= dayStartMs(dayOf(nowMs) - MAX_AGE_DAYS);
}

/** Published from 3 days before the start of the brief to the end of its last day. */
export function isWithinBrief({ publishedMs }: VideoDetails, { start, end }: BriefDates): boolean {
  return (
    publishedMs >= dayStartMs(parseDay(start) - RELEASE_BUFFER_DAYS) &&
    publishedMs < dayStartMs(parseDay(end) + 1)
  );
}

/** Whether the description holds the identifier, case ignored; true where none is asked for. */
export function carriesIdentifier(
  { description }: VideoDetails,
  identifier: string | null | undefined,
): boolean {
  if (!identifier) return true;
  return (description ?? '').toLowerCase().includes(identifier.toLowerCase());
}

/** Whether a language model has to look at the video for this brief. */
export function passesPrescreen(
  video: VideoDetails,
  brief: BriefDates & { readonly identifier: string | null | undefined },
): boolean {
  return isWithinBrief(video, brief) && carriesIdentifier(video, brief.identifier);
}

/** Whether a brief pays on a day: from start + 3 days to end + 17 days, both included. Section b. */
export function isBriefActive({ start, end }: BriefDates, nowMs: number): boolean {
  const today = dayOf(nowMs);
  return today >= parseDay(start) + BRIEF_DELAY_DAYS && today <= parseDay(end) + MAX_AGE_DAYS;
}
