import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Improvement, Judgement } from '../../judge-page.ts';
import type { Answer } from '../scoring/answer.ts';
import { BUCKETS, DAY_BUCKETS, type DobBucket, parseDate, scoreDates } from '../scoring/dob.ts';
import { Text } from './query.ts';

const MAX_DATES = 200;
const MS_PER_DAY = 86_400_000;
const ISO_DATE = 10;
const ISO_MONTH = 7;
const ALL_BUCKETS: readonly DobBucket[] = [
  ...DAY_BUCKETS.map((days): DobBucket => `${days}`),
  'year_month',
];

const Input = v.object({
  seed: Text,
  dates: v.pipe(v.array(Text), v.maxLength(MAX_DATES)),
});

/** Dates of birth near one seed date. @throws AppError `input.malformed` */
export function judgeDates(value: unknown): Judgement {
  const { seed, dates } = parseAs(Input, value, 'input.malformed');
  const { overall, found, names } = scoreDates(answerOf(dates), [seed]);
  const isReadable = parseDate(seed) !== null;
  return {
    score: {
      name: m.judge_yanez_dates(),
      value: overall,
      label: 'exact',
      rule: `${found.size} / ${BUCKETS}`,
      ...(isReadable ? {} : { note: m.judge_yanez_seed_unreadable() }),
    },
    findings: ALL_BUCKETS.map((bucket): Finding => ({
      name: nameOf(bucket),
      value: (names[0] ?? []).filter((own) => own === bucket).length,
      format: 'count',
      state: found.has(bucket) ? 'pass' : 'fail',
    })),
    improvements: isReadable ? missingDates(seed, dates, overall) : [],
    tables: [
      {
        caption: m.judge_yanez_dates_given(),
        columns: [{ label: m.judge_yanez_column_date() }, { label: m.judge_yanez_column_bucket() }],
        rows: dates.map((date, i) => {
          const bucket = names[0]?.[i] ?? null;
          return [date, bucket === null ? m.judge_yanez_no_bucket() : nameOf(bucket)];
        }),
      },
    ],
  };
}

/** One more date for each bucket that is missing, tried by scoring again. */
function missingDates(seed: string, dates: readonly string[], now: number): Improvement[] {
  const day = parseDate(seed) ?? 0;
  const iso = (days: number) => new Date((day + days) * MS_PER_DAY).toISOString();
  const made = [
    ...DAY_BUCKETS.map((days) => iso(days).slice(0, ISO_DATE)),
    iso(0).slice(0, ISO_MONTH),
  ];
  return made
    .map((date) => ({
      text: m.judge_yanez_add_date({ date }),
      gain: scoreDates(answerOf([...dates, date]), [seed]).overall - now,
    }))
    .filter(({ gain }) => gain > 0);
}

function answerOf(dates: readonly string[]): Answer {
  return [['', dates.map((dob) => ({ name: '', dob, address: '' }))]];
}

function nameOf(bucket: DobBucket): string {
  return bucket === 'year_month'
    ? m.judge_yanez_bucket_month()
    : m.judge_yanez_bucket_days({ days: bucket });
}
