/** An input as the runtime describes it; a side it leaves open is a word or below 1. */
export interface ModelInput {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** What onnxruntime says of an input. */
type InputMetadata =
  { readonly isTensor: false; readonly name: string } | (ModelInput & { readonly isTensor: true });

export function modelInputs(metadata: readonly InputMetadata[]): ModelInput[] {
  return metadata.map((input) =>
    input.isTensor
      ? { name: input.name, type: input.type, shape: input.shape }
      : { name: input.name, type: 'no tensor', shape: [] },
  );
}
