import { AppError } from '../shared/errors.ts';
import { type Bindings, type Kernel, type ParamTypes, entryPoint } from './kernel.ts';

export type Constants = Readonly<Record<string, number>>;

/** Compiled kernels by source and constants. */
export interface PipelineCache {
  /** Compiles without blocking, once. @throws AppError `gpu.kernel-failed` with the compiler's words */
  compile<B extends Bindings, P extends ParamTypes>(
    kernel: Kernel<B, P>,
    constants?: Constants,
  ): Promise<GPUComputePipeline>;
}

export function createPipelineCache(device: GPUDevice): PipelineCache {
  const compiled = new Map<string, Promise<GPUComputePipeline>>();

  async function compileNow(
    kernel: Pick<Kernel, 'name' | 'source'>,
    constants: Constants,
  ): Promise<GPUComputePipeline> {
    const { name, source } = kernel;
    const module = device.createShaderModule({ label: name, code: source });
    try {
      return await device.createComputePipelineAsync({
        label: name,
        layout: 'auto',
        compute: { module, entryPoint: entryPoint(kernel), constants },
      });
    } catch (cause) {
      const { messages } = await module.getCompilationInfo();
      const said = messages.map(({ lineNum, message }) => `line ${lineNum}: ${message}`).join('; ');
      const reason = said || (cause instanceof Error ? cause.message : String(cause));
      throw new AppError('gpu.kernel-failed', `kernel ${name} does not compile: ${reason}`, {
        cause,
      });
    }
  }

  return {
    compile(kernel, constants = {}) {
      const key = `${JSON.stringify(constants)} ${kernel.source}`;
      const known = compiled.get(key);
      if (known) return known;
      const pipeline = compileNow(kernel, constants);
      compiled.set(key, pipeline);
      pipeline.catch(() => compiled.delete(key));
      return pipeline;
    },
  };
}
