import { ARITHMETIC } from '../gpu/roofline.ts';
import { allManifests } from '../subnets/judges.ts';
import { coordinatorUrl, readArguments } from './headless/arguments.ts';
import { launchBrowser } from './headless/browser.ts';
import { openCoordinator } from './headless/coordinator.ts';
import { type Report, runCommand, say } from './headless/output.ts';
import { type Probed, readProbes } from './headless/probed.ts';
import { type MineSummary, summarize } from './headless/summary.ts';
import { type VisitorReport, mineAsVisitor } from './headless/visitor.ts';

// npm run bench -- [--quick] [--coordinator URL] [--out FILE] [--json]
// What this device does: each subnet mined for a while by a visitor without history, through the
// page. Figures come from the page's probe and from accepted units.

const { values } = readArguments({
  options: {
    quick: { type: 'boolean', default: false },
    coordinator: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const QUICK_MS = 45_000;
const THOROUGH_MS = 120_000;
/** A busy machine gets this much longer: without an accepted unit there is no figure at all. */
const PATIENCE_MS = 180_000;

interface SubnetRun {
  readonly slug: string;
  readonly summary: MineSummary;
  readonly probes: readonly Probed[];
  readonly report: VisitorReport;
}

async function bench(): Promise<Report> {
  const wanted = values.coordinator === undefined ? null : coordinatorUrl(values.coordinator);
  const coordinator = await openCoordinator({ url: wanted });
  try {
    const runs: SubnetRun[] = [];
    for (const { slug } of allManifests) runs.push(await benchSubnet(slug, coordinator.url));
    const summary = summaryOf(runs);
    return { summary, raw: { summary, quick: values.quick, runs } };
  } finally {
    await coordinator.close();
  }
}

async function benchSubnet(slug: string, url: string): Promise<SubnetRun> {
  const mineMs = values.quick ? QUICK_MS : THOROUGH_MS;
  say(`mining ${slug} at ${url} for ${mineMs / 1000} s …`);
  const browser = await launchBrowser();
  try {
    let probes: readonly Probed[] = [];
    const report = await mineAsVisitor(browser, {
      url,
      subnet: slug,
      mineMs,
      patienceMs: PATIENCE_MS,
      inspect: async (page) => {
        probes = await readProbes(page);
      },
    });
    return { slug, summary: summarize([report]), probes, report };
  } finally {
    await browser.close();
  }
}

function summaryOf(runs: readonly SubnetRun[]): Report['summary'] {
  const probes = runs.flatMap((run) => run.probes);
  const first = runs.flatMap(({ summary }) => summary.firstAcceptedMs ?? []);
  return {
    adapter: probes[0]?.adapter ?? null,
    roofline: { fp32Gflops: arithmeticOf(probes) },
    subnets: runs.map(({ slug, summary: { backend, msPerStage, unitsPerHour } }) => ({
      slug,
      backend,
      msPerStage,
      unitsPerHour,
    })),
    firstAcceptedMs: first.length > 0 ? Math.min(...first) : null,
  };
}

/** GFLOP/s of bare f32 arithmetic on the GPU; null where no probe told. */
function arithmeticOf(probes: readonly Probed[]): number | null {
  const findings = probes.flatMap((probe) => probe.findings);
  const told = findings.find(({ stage }) => stage === ARITHMETIC);
  const match = told?.choice.match(/^([\d.]+) GFLOP/);
  return match ? Number(match[1]) : null;
}

await runCommand({ json: values.json, out: values.out }, bench);
