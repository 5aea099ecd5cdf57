import { AppError, toAppError } from '../../shared/errors.ts';
import type { JudgeLink } from '../../miner/judge-bridge.ts';
import type { JudgeAnswer, JudgeCall } from '../../subnets/judge-api.ts';
import { type JudgeEntry, composeInput, entryText } from '../../subnets/judge-input.ts';
import type { JudgeExample, JudgeTool } from '../../subnets/judge-page.ts';

// One tool with the texts of its form. Every change is judged after a pause in typing; while one
// judgement runs, only the newest of the later ones waits.

const PAUSE_MS = 250;

export interface DeskOptions {
  readonly slug: string;
  readonly locale: string;
  readonly link: JudgeLink;
  readonly pauseMs?: number;
}

export class Desk {
  readonly #options: DeskOptions;
  #tool = $state.raw<JudgeTool | null>(null);
  #texts = $state.raw<Readonly<Record<string, string>>>({});
  /** The example that the form holds unchanged. */
  #example = $state.raw<JudgeExample | null>(null);
  #answer = $state.raw<JudgeAnswer | null>(null);
  #answered = $state.raw<JudgeExample | null>(null);
  #error = $state.raw<AppError | null>(null);
  #running = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The newest call that waits for the running one, and the example that it judges. */
  #next: { readonly call: JudgeCall; readonly example: JudgeExample | null } | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  get tool(): JudgeTool | null {
    return this.#tool;
  }

  get texts(): Readonly<Record<string, string>> {
    return this.#texts;
  }

  get example(): JudgeExample | null {
    return this.#example;
  }

  /** Of the last input that could be judged; of an earlier text while `error` is set. */
  get answer(): JudgeAnswer | null {
    return this.#answer;
  }

  /** The example that the answer is of; null when something else was judged. */
  get answered(): JudgeExample | null {
    return this.#answered;
  }

  get error(): AppError | null {
    return this.#error;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Takes up a tool with an input of somebody's, or with its first example. */
  open(tool: JudgeTool, input: Readonly<Record<string, unknown>> | null): void {
    if (this.#tool !== tool) this.#answer = null;
    this.#tool = tool;
    if (input) this.#fill(input, null);
    else this.use(tool.examples[0]);
  }

  use(example: JudgeExample): void {
    this.#fill(example.input, example);
  }

  /** Takes a whole input, such as a file's. @throws AppError `input.malformed` when it is no object */
  load(input: unknown): void {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      throw new AppError('input.malformed', 'an input is a JSON object with a key for each field');
    }
    this.#fill({ ...input }, null);
  }

  edit(key: string, text: string): void {
    this.#texts = { ...this.#texts, [key]: text };
    this.#example = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.judge(), this.#options.pauseMs ?? PAUSE_MS);
  }

  /** The form as one input. @throws AppError `input.malformed` */
  input(): Record<string, unknown> {
    return composeInput(this.#entries());
  }

  #entries(): JudgeEntry[] {
    return (this.#tool?.fields ?? []).map(({ key, kind, optional = false }) => ({
      key,
      kind,
      optional,
      text: this.#texts[key] ?? '',
    }));
  }

  #fill(input: Readonly<Record<string, unknown>>, example: JudgeExample | null): void {
    const fields = this.#tool?.fields ?? [];
    this.#texts = Object.fromEntries(
      fields.map((field) => [field.key, entryText(field, input[field.key])]),
    );
    this.#example = example;
    clearTimeout(this.#timer);
    this.judge();
  }

  /** Judges what the form holds now. */
  judge(): void {
    if (!this.#tool) return;
    const { slug, locale } = this.#options;
    const call = { slug, locale, tool: this.#tool.id, entries: this.#entries() };
    this.#next = { call, example: this.#example };
    if (!this.#running) void this.#work();
  }

  async #work(): Promise<void> {
    this.#running = true;
    while (this.#next) {
      const { call, example } = this.#next;
      this.#next = null;
      try {
        const answer = await this.#options.link.judge(call);
        if (call.tool !== this.#tool?.id) continue;
        this.#answer = answer;
        this.#answered = example;
        this.#error = null;
      } catch (error) {
        this.#error = toAppError(error);
      }
    }
    this.#running = false;
  }

  /** Gives up what runs. */
  stop(): void {
    this.#next = null;
    this.#options.link.stop();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.stop();
  }
}
