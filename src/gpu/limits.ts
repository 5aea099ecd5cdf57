// What we ask of a device beyond WebGPU's defaults. A device gives only what was asked for.

/** Limits that models and frames may need; as much as the adapter has. */
const WANTED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** Features that make work faster or measurable; none is needed. */
const WANTED_FEATURES = [
  'shader-f16',
  'subgroups',
  'timestamp-query',
] as const satisfies readonly GPUFeatureName[];

/** Description of the device to request of an adapter. */
export function deviceDescriptor(
  adapter: Pick<GPUAdapter, 'limits' | 'features'>,
): GPUDeviceDescriptor {
  return {
    label: 'adit',
    requiredFeatures: WANTED_FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(
      WANTED_LIMITS.map((limit) => [limit, adapter.limits[limit]]),
    ),
  };
}
