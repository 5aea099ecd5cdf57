import { setMaxListeners } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { collectTests } from '@vitest/runner';
import { vi } from 'vitest';
import { VitestTestRunner } from 'vitest/runners';
import { getFn } from 'vitest/suite';

// Runs each test once as it is, then again for every mutant that it reached and that still lives.
// Mutants that modules reach while they load are tried with the file loaded anew. Everything
// happens in one warm worker; `scripts/mutation.mjs` starts it and reads what it writes.

const STATE = process.env['ADIT_MUTATION_STATE'];
/**
 * Processor time for the repetitions of one test, and for those of one file that is loaded anew: a
 * busy machine takes longer, and finds the same.
 */
const TEST_BUDGET_MS = 6000;
const LOAD_BUDGET_MS = 20_000;
/** Turns of loops that a mutant may take beyond ten times the test's own. */
const SPARE_TURNS = 200_000;

setMaxListeners(0); // each repeated test listens once more to its own signal

const mutation = (globalThis.__mutation ??= {
  active: -1,
  reached: new Set(),
  turns: 0,
  mostTurns: Infinity,
  reach(id) {
    mutation.reached.add(id);
    return id === mutation.active;
  },
  tick() {
    if (++mutation.turns > mutation.mostTurns) throw new Error('too many turns of a loop');
  },
});

export default class MutationRunner extends VitestTestRunner {
  #state = JSON.parse(readFileSync(STATE, 'utf8'));
  #killed = new Set(this.#state.killed);
  #reached = new Set(this.#state.reached);
  #atLoad = new Set();

  onCollected(files) {
    this.#atLoad = new Set(mutation.reached);
    mutation.reached.clear();
    return super.onCollected?.(files);
  }

  async runTask(test) {
    const run = getFn(test);
    mutation.reached.clear();
    mutation.turns = 0;
    await run();
    const turns = mutation.turns;
    await this.#attemptAll(mutation.reached, TEST_BUDGET_MS, run, turns);
  }

  async onAfterRunFiles(files) {
    await super.onAfterRunFiles?.(files);
    for (const file of files) {
      const runAnew = () => this.#runAnew(file.filepath);
      await this.#attemptAll(this.#atLoad, LOAD_BUDGET_MS, runAnew, SPARE_TURNS * 5);
      process.stderr.write(`adit: ${file.name}: ${this.#killed.size} killed\n`);
    }
    vi.resetModules(); // the next file shall not meet modules that loaded as a mutant
    this.#state.killed = [...this.#killed];
    this.#state.reached = [...this.#reached];
    writeFileSync(STATE, JSON.stringify(this.#state));
  }

  #alive(ids) {
    for (const id of ids) this.#reached.add(id);
    return [...ids].filter((id) => !this.#killed.has(id));
  }

  /** Tries each living mutant, as long as the time lasts. */
  async #attemptAll(reached, budgetMs, run, turns) {
    const until = processorMs() + budgetMs;
    for (const id of this.#alive(reached)) {
      if (processorMs() > until) {
        this.#state.slow++;
        return;
      }
      await this.#attempt(id, run, turns);
    }
  }

  async #attempt(id, run, turns) {
    Object.assign(mutation, { active: id, turns: 0, mostTurns: 10 * turns + SPARE_TURNS });
    try {
      await run();
    } catch {
      this.#killed.add(id);
    } finally {
      Object.assign(mutation, { active: -1, mostTurns: Infinity });
    }
  }

  /** Loads a file's modules anew and runs its tests, until one fails. */
  async #runAnew(filepath) {
    vi.resetModules();
    const [file] = await collectTests([{ filepath, testLocations: undefined }], this);
    if (file.result?.state === 'fail') throw new Error('the file does not load');
    for (const test of testsOf(file.tasks)) await getFn(test)();
  }
}

function processorMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function testsOf(tasks) {
  return tasks.flatMap((task) => (task.type === 'suite' ? testsOf(task.tasks) : [task]));
}
