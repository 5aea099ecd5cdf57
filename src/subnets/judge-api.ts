import { AppError } from '../shared/errors.ts';
import { type JudgeEntry, composeInput } from './judge-input.ts';
import { type JudgeContext, type Judgement, loadJudgeTools } from './judge-page.ts';

// What the page may ask of the worker that judges: plain data in, plain data out.

export interface JudgeCall {
  readonly slug: string;
  readonly tool: string;
  /** Language of the judgement's texts. */
  readonly locale: string;
  readonly entries: readonly JudgeEntry[];
}

export interface JudgeAnswer {
  readonly input: Readonly<Record<string, unknown>>;
  readonly judgement: Judgement;
}

export type JudgeApi = ReturnType<typeof createJudgeApi>;

/**
 * Builds the API of `workers/judge.ts`.
 *
 * @param speak sets the language of messages
 * @param context what tools may ask
 */
export function createJudgeApi(speak: (locale: string) => void, context?: JudgeContext) {
  return {
    /** @throws AppError `input.malformed` with the field and the rule; `not-found` for no such tool */
    async judge({ slug, tool, locale, entries }: JudgeCall): Promise<JudgeAnswer> {
      const tools = await loadJudgeTools(slug);
      const run = tools && Object.hasOwn(tools, tool) ? tools[tool] : undefined;
      if (!run) throw new AppError('not-found', `there is no tool ${tool} of ${slug}`);
      speak(locale);
      const input = composeInput(entries);
      return { input, judgement: await run(input, context) };
    },
  };
}
