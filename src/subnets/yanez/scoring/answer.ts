// What a miner answers. Section 6: per name a list of [name, date of birth, address].

export interface Variation {
  readonly name: string;
  readonly dob: string;
  readonly address: string;
}

/** Names in the order of the answer, which decides which seed they are compared with. */
export type Answer = readonly (readonly [name: string, variations: readonly Variation[]])[];

/** Variations of a name; empty when the answer has none. */
export function variationsOf(answer: Answer, name: string): readonly Variation[] {
  return answer.find(([key]) => key === name)?.[1] ?? [];
}
