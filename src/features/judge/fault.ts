import type { AppError } from '../../shared/errors.ts';
import type { JudgeTool } from '../../subnets/judge-page.ts';

export interface Fault {
  /** Field that the error's message names first; null for an error that is not of the input. */
  readonly key: string | null;
  /** Path and rule, as the tool says them. */
  readonly text: string;
}

const INPUT_CODES: readonly string[] = ['input.malformed', 'submission.malformed'];

/** What an error says about the form. */
export function faultOf({ code, message }: AppError, tool: JudgeTool | null): Fault {
  if (!INPUT_CODES.includes(code)) return { key: null, text: message };
  const [first = ''] = message.split(/[.[: ]/, 1);
  const field = tool?.fields.find(({ key }) => key === first);
  return { key: field?.key ?? tool?.fields[0]?.key ?? null, text: message };
}
