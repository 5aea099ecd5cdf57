import { m } from '../paraglide/messages.js';
import type { JudgeExample } from './judge-page.ts';

// Where the number of a worked example is written.

type Documented = NonNullable<JudgeExample['documented']>;

/** What the subnet's specification says in a section. */
export function written(value: Documented['value'], section: string): Documented {
  return { value, source: m.judge_source_spec({ section }) };
}

/** What the subnet's own code gave: a recorded pair of a group. */
export function recorded(value: Documented['value'], group: string): Documented {
  return { value, source: m.judge_source_pair({ group }) };
}
