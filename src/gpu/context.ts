import { present } from '../shared/assert.ts';
import { type BufferPool, createBufferPool } from './buffers.ts';
import { type Faults, watchFaults } from './faults.ts';
import {
  type Bindings,
  type Kernel,
  type ParamTypes,
  type Params,
  type Resources,
  packParams,
  paramBytes,
} from './kernel.ts';
import { type Constants, type PipelineCache, createPipelineCache } from './pipelines.ts';
import { type Readback, createReadback } from './readback.ts';
import { createTimer } from './timing.ts';

// Everything that belongs to one device. It lives and dies with it.

export interface GpuContext {
  readonly device: GPUDevice;
  readonly buffers: BufferPool;
  readonly guard: Faults['guard'];
  readonly pipelines: PipelineCache;
  /** Starts a list of commands that is submitted as one. */
  batch(options?: { readonly timed?: boolean }): Batch;
}

/** A kernel with its pipeline, ready to be recorded. */
export interface ReadyKernel<B extends Bindings, P extends ParamTypes> {
  readonly kernel: Kernel<B, P>;
  readonly pipeline: GPUComputePipeline;
}

export interface Batch {
  run<B extends Bindings, P extends ParamTypes>(
    ready: ReadyKernel<B, P>,
    resources: Resources<B>,
    params: Params<P>,
  ): void;
  /** Sets the first `bytes` of a buffer to zero. */
  clear(buffer: GPUBuffer, bytes: number): void;
  /** The buffer's first `bytes` as the commands so far leave them; resolves after `submit`. */
  read(buffer: GPUBuffer, bytes: number): Promise<ArrayBuffer>;
  /** Sends the commands off. Milliseconds by kernel of a timed batch, null where nothing tells. */
  submit(): Promise<Record<string, number> | null>;
}

const contexts = new WeakMap<GPUDevice, GpuContext>();

/** The context of a device; the same one each time. */
export function contextOf(device: GPUDevice): GpuContext {
  const known = contexts.get(device);
  if (known) return known;
  const made = createContext(device);
  contexts.set(device, made);
  return made;
}

/** Compiles a kernel for a device. @throws AppError `gpu.kernel-failed` */
export async function readyKernel<B extends Bindings, P extends ParamTypes>(
  { pipelines }: GpuContext,
  kernel: Kernel<B, P>,
  constants?: Constants,
): Promise<ReadyKernel<B, P>> {
  return { kernel, pipeline: await pipelines.compile(kernel, constants) };
}

function createContext(device: GPUDevice): GpuContext {
  const buffers = createBufferPool(device);
  const { guard } = watchFaults(device);
  const readback = createReadback(buffers, { guard });
  const context: GpuContext = {
    device,
    buffers,
    guard,
    pipelines: createPipelineCache(device),
    batch: ({ timed = false } = {}) => createBatch(context, readback, timed),
  };
  return context;
}

function createBatch({ device, buffers }: GpuContext, readback: Readback, timed: boolean): Batch {
  const encoder = device.createCommandEncoder();
  const timer = timed ? createTimer(device) : null;
  const uniforms: GPUBuffer[] = [];
  const submitted = signal();

  function uniformOf<P extends ParamTypes>(kernel: Kernel<Bindings, P>, params: Params<P>) {
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const uniform = buffers.take(paramBytes(kernel.params), usage, `${kernel.name} params`);
    device.queue.writeBuffer(uniform, 0, packParams(kernel.params, params));
    uniforms.push(uniform);
    return uniform;
  }

  return {
    run({ kernel, pipeline }, resources, params) {
      const bound = Object.keys(kernel.bindings).map((name) =>
        present(resources[name], `${kernel.name} binding ${name}`),
      );
      const buffersAndViews = [uniformOf(kernel, params), ...bound];
      const timestampWrites = timer?.pass(kernel.name);
      const pass = encoder.beginComputePass({
        label: kernel.name,
        ...(timestampWrites ? { timestampWrites } : {}),
      });
      pass.setPipeline(pipeline);
      pass.setBindGroup(
        0,
        device.createBindGroup({
          label: kernel.name,
          layout: pipeline.getBindGroupLayout(0),
          entries: buffersAndViews.map((item, binding) => ({
            binding,
            resource: item instanceof GPUBuffer ? { buffer: item } : item,
          })),
        }),
      );
      pass.dispatchWorkgroups(...kernel.workgroups(params));
      pass.end();
    },
    clear: (buffer, bytes) => encoder.clearBuffer(buffer, 0, bytes),
    async read(buffer, bytes) {
      const read = readback.stage(encoder, buffer, bytes);
      await submitted.promise;
      return read();
    },
    async submit() {
      const stamps = timer ? readback.stage(encoder, timer.resolve(encoder), timer.bytes) : null;
      device.queue.submit([encoder.finish()]);
      for (const uniform of uniforms) buffers.give(uniform);
      submitted.fire();
      if (!timer || !stamps) return null;
      const times = timer.parse(await stamps());
      timer.destroy();
      return times;
    },
  };
}

function signal(): { readonly promise: Promise<void>; fire(): void } {
  let fire = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    fire = resolve;
  });
  return { promise, fire: () => fire() };
}
