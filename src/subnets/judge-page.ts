import type { AskChemistry } from '../shared/chemistry/facts.ts';
import type { ScoreLabel } from '../protocol/primitives.ts';

// A subnet may have a page that judges an answer as its validator would. It registers by holding
// `judge-page.ts` (what the page asks for; loaded by the page) and `judge-tools.ts` (the scoring;
// loaded by a worker, so that a long paste leaves the page alone). Texts are read when they are
// called for, in the reader's language. Numbers come from the code that scores, never from text.

/** One value that a tool asks for; its name is a key of the tool's input. */
export interface JudgeField {
  readonly key: string;
  readonly label: string;
  readonly help?: string;
  /**
   * `json` is any JSON, written as text; `text` and `line` are strings; `flag` is a boolean. A
   * `number` stands in JSON as it is written.
   */
  readonly kind: 'number' | 'choice' | 'flag' | 'line' | 'text' | 'json';
  /** Of a `choice`. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** Of a `number`: inclusive, for the control; the tool checks by itself. */
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** Lines shown of a `text` or `json`. */
  readonly rows?: number;
  /** Left out of the input when empty. */
  readonly optional?: boolean;
}

/** A worked example: what goes in, and what the named source says must come out. */
export interface JudgeExample {
  readonly id: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Null for one that shows the form only; every tool has one that is documented. */
  readonly documented: {
    /** Value of the judgement's score; tests and the page hold the tool to it. */
    readonly value: number | string | boolean | null;
    /** Where the number is written: the section of the specification, or the recorded pair. */
    readonly source: string;
  } | null;
}

/** One question that can be asked of an answer. */
export interface JudgeTool {
  /** Stands in the address. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences: what goes in, what comes out. */
  readonly what: string;
  readonly fields: readonly JudgeField[];
  /** The first is shown when the page opens. */
  readonly examples: readonly [JudgeExample, ...JudgeExample[]];
}

export interface JudgePage {
  /** What a miner of this subnet gets from the page, in a sentence or two. */
  readonly lead: string;
  /** What must not be read into it: practice, closed parts. */
  readonly limits: string;
  readonly tools: readonly [JudgeTool, ...JudgeTool[]];
}

/** A component, a penalty or a rule, and what it follows from. */
export interface Finding {
  readonly name: string;
  /** Not finite numbers are written as they are: ∞, −∞. Absent for a heading of its children. */
  readonly value?: number | string | boolean | null;
  readonly format?: 'number' | 'percent' | 'count';
  readonly unit?: string;
  /** Of the value; absent where the parent's holds. */
  readonly label?: ScoreLabel;
  /** Of a rule: kept, broken, or close to its bound. */
  readonly state?: 'pass' | 'fail' | 'warn';
  /** How the value follows: a formula with the names of the children, or the rule with its bound. */
  readonly rule?: string;
  /** What a reader should know about this value here. */
  readonly note?: string;
  readonly children?: readonly Finding[];
}

/** What would raise the score, cheapest first. */
export interface Improvement {
  readonly text: string;
  /** What it adds to the score, computed by scoring again; null where it cannot be said in a number. */
  readonly gain: number | null;
}

export interface JudgementTable {
  readonly caption: string;
  readonly columns: readonly { readonly label: string; readonly numeric?: boolean }[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

export interface Judgement {
  /** The number that the validator would use; its label says how well it is known. */
  readonly score: Finding & { readonly label: ScoreLabel };
  readonly findings: readonly Finding[];
  readonly improvements: readonly Improvement[];
  readonly tables?: readonly JudgementTable[];
  /** Something that the subnet's `JudgeDrawing.svelte` draws: plain data. */
  readonly drawing?: unknown;
}

/** What a tool may ask while it judges; nothing of it starts before it is asked. */
export interface JudgeContext {
  readonly chemistry: AskChemistry;
}

/**
 * Judges one input. The context is absent where nothing can be asked. @throws AppError `input.malformed`: the message names the field's path and
 * the rule that it breaks.
 */
export type JudgeToolRun = (
  input: unknown,
  context?: JudgeContext,
) => Judgement | Promise<Judgement>;

export type JudgeTools = Readonly<Record<string, JudgeToolRun>>;

const pages = import.meta.glob<() => JudgePage>('./*/judge-page.ts', { import: 'judgePage' });
const toolSets = import.meta.glob<JudgeTools>('./*/judge-tools.ts', { import: 'judgeTools' });

/** Slugs of the subnets that have a page. */
export const JUDGED_SLUGS: readonly string[] = Object.keys(pages).map((path) => slugOf(path));

function slugOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** Loads a subnet's page, to be called for the present language; null where it has none. */
export async function loadJudgePage(slug: string): Promise<(() => JudgePage) | null> {
  const load = pages[`./${slug}/judge-page.ts`];
  return load ? load() : null;
}

/** Loads a subnet's tools; null where it has none. */
export async function loadJudgeTools(slug: string): Promise<JudgeTools | null> {
  const load = toolSets[`./${slug}/judge-tools.ts`];
  return load ? load() : null;
}
