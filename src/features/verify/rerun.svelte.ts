import { type AppError, toAppError } from '../../shared/errors.ts';
import { hashJson } from '../../shared/hash.ts';
import type { UnitDetail } from '../../protocol/submission.ts';
import type { MinerSession } from '../../miner/snapshot.ts';
import type { AnswerAgreement, Comparison } from '../../subnets/comparisons.ts';

// Runs a decided unit again in this tab and compares the answers.

/** The comparison of a subnet that has no rule of its own: same bytes or not. */
interface Rerun {
  readonly result: unknown;
  readonly agreement: AnswerAgreement;
  readonly tookMs: number;
}

export interface RerunPorts {
  readonly session: Pick<MinerSession, 'rerun'>;
  readonly comparison: (slug: string) => Promise<Comparison | null>;
}

export class RerunRun {
  state = $state<'idle' | 'running' | 'done' | 'failed'>('idle');
  /** 0..1. */
  progress = $state(0);
  outcome = $state.raw<Rerun | null>(null);
  error = $state.raw<AppError | null>(null);
  readonly #ports: RerunPorts;

  constructor(ports: RerunPorts) {
    this.#ports = ports;
  }

  async start({ unit, input, result: submitted }: UnitDetail): Promise<void> {
    if (this.state === 'running') return;
    this.state = 'running';
    this.progress = 0;
    this.error = null;
    const startedAt = performance.now();
    try {
      const result = await this.#ports.session.rerun(unit.subnet, input, (ratio) => {
        this.progress = ratio;
      });
      const comparison = await this.#ports.comparison(unit.subnet);
      const agreement = comparison
        ? comparison.compareAnswers(input, submitted, result)
        : byHash(submitted, result);
      this.outcome = { result, agreement, tookMs: performance.now() - startedAt };
      this.state = 'done';
    } catch (error) {
      this.error = toAppError(error);
      this.state = 'failed';
    }
  }
}

function byHash(submitted: unknown, rerun: unknown): AnswerAgreement {
  const same = hashJson(submitted) === hashJson(rerun);
  return { items: [], agreement: same ? 1 : 0, same };
}
