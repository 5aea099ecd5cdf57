import { expect, it } from 'vitest';
import { ResourceType, WgslReflect } from 'wgsl_reflect';
import { type BindingKind, type Kernel, entryPoint, paramBytes } from '../../src/gpu/kernel.ts';
import { roofline } from '../../src/gpu/roofline.ts';
import { decodeKernel, letterboxKernel } from '../../src/subnets/score/kernels.ts';

// Every declaration against its WGSL, and every WGSL has a declaration.

const kernels: readonly Kernel[] = [roofline, letterboxKernel, decodeKernel] as never;
const sources = import.meta.glob<string>('../../shaders/**/*.wgsl', {
  query: '?raw',
  import: 'default',
  eager: true,
});

it('declares every shader once', () => {
  const files = Object.keys(sources).map((path) => path.replace(/^.*shaders\/|\.wgsl$/g, ''));
  expect(kernels.map(({ name }) => name).sort()).toEqual(files.sort());
  for (const { name, source } of kernels) {
    expect(source).toBe(sources[`../../shaders/${name}.wgsl`]);
  }
});

it.each(kernels)('$name binds and lays out what it declares', (kernel) => {
  const reflected = new WgslReflect(kernel.source);
  expect(reflected.entry.compute.map(({ name }) => name)).toEqual([entryPoint(kernel)]);
  expect(reflected.getBindGroups()).toHaveLength(1);
  const [params, ...bound] = reflected.getBindGroups()[0] ?? [];
  expect(params?.resourceType).toBe(ResourceType.Uniform);
  const fields = params?.members?.map(({ name, type, offset }) => [name, type.name, offset]);
  expect(fields).toEqual(
    Object.entries(kernel.params).map(([name, type], index) => [name, type, index * 4]),
  );
  expect(paramBytes(kernel.params)).toBeGreaterThanOrEqual(params?.size ?? Infinity);
  const declared = Object.entries(kernel.bindings).map(([name, kind], index) => ({
    name,
    binding: index + 1,
    kind,
  }));
  const actual = bound.map(({ name, binding, resourceType, access }) => ({
    name,
    binding,
    kind: kindOf(resourceType, access),
  }));
  expect(actual).toEqual(declared);
});

function kindOf(type: ResourceType, access: string): BindingKind | 'unknown' {
  if (type === ResourceType.Texture) return 'texture';
  if (type !== ResourceType.Storage) return 'unknown';
  return access === 'read_write' ? 'write' : 'read';
}
