import type { AppError } from '../../shared/errors.ts';
import type { JudgeTool } from '../../subnets/judge-page.ts';

export interface Fault {
  /** Whether the input is at fault, and not the judge. */
  readonly ofInput: boolean;
  /** Field that the error's message names first; null where it names none. */
  readonly key: string | null;
  /** Path and rule, as the tool says them. */
  readonly text: string;
}

const INPUT_CODES: readonly string[] = ['input.malformed', 'submission.malformed'];

/** What an error says about the form. */
export function faultOf({ code, message }: AppError, tool: JudgeTool | null): Fault {
  const ofInput = INPUT_CODES.includes(code);
  const [first = ''] = message.split(/[.[: ]/, 1);
  const field = ofInput ? tool?.fields.find(({ key }) => key === first) : undefined;
  return { ofInput, key: field?.key ?? null, text: message };
}
