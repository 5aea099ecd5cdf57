// A kernel is declared once: its WGSL, what it binds in which order, its parameters and how many
// workgroups it takes. tests/gpu/reflection.test.ts compares each declaration with its WGSL.

export type ScalarType = 'u32' | 'i32' | 'f32';

/** `read` and `write` are storage buffers; `texture` is a sampled 2D float texture. */
export type BindingKind = 'read' | 'write' | 'texture';

export type Resource<K extends BindingKind> = K extends 'texture' ? GPUTextureView : GPUBuffer;

export type Bindings = Readonly<Record<string, BindingKind>>;
export type ParamTypes = Readonly<Record<string, ScalarType>>;
export type Params<P extends ParamTypes> = { readonly [K in keyof P]: number };
export type Resources<B extends Bindings> = { readonly [K in keyof B]: Resource<B[K]> };

export interface Kernel<B extends Bindings = Bindings, P extends ParamTypes = ParamTypes> {
  /** `folder/file` of the WGSL; the entry point has the file's name. */
  readonly name: string;
  /** WGSL. Binding 0 is the uniform struct `Params`, the others follow in order of declaration. */
  readonly source: string;
  readonly bindings: B;
  /** Fields of `Params` in order; scalars of four bytes, without gaps. */
  readonly params: P;
  readonly workgroups: (params: Params<P>) => readonly [x: number, y: number, z: number];
}

/** Declares a kernel; the types of its bindings and parameters follow from the declaration. */
export function defineKernel<const B extends Bindings, const P extends ParamTypes>(
  kernel: Kernel<B, P>,
): Kernel<B, P> {
  return kernel;
}

/** Name of the entry point: the last part of the kernel's name in snake case. */
export function entryPoint({ name }: Pick<Kernel, 'name'>): string {
  return name.slice(name.lastIndexOf('/') + 1).replaceAll('-', '_');
}

/** Bytes of the uniform `Params`: a multiple of 16. */
export function paramBytes(types: ParamTypes): number {
  return Math.max(16, Math.ceil(Object.keys(types).length / 4) * 16);
}

/** Parameters in the layout of the uniform struct. */
export function packParams<P extends ParamTypes>(types: P, values: Params<P>): ArrayBuffer {
  const bytes = new ArrayBuffer(paramBytes(types));
  const view = new DataView(bytes);
  for (const [index, [name, type]] of Object.entries(types).entries()) {
    const value = values[name] ?? 0;
    if (type === 'f32') view.setFloat32(index * 4, value, true);
    else if (type === 'i32') view.setInt32(index * 4, value, true);
    else view.setUint32(index * 4, value, true);
  }
  return bytes;
}
