/** One contender on one setting: `settingRow`, and a result that stands apart: `apartRow`. */
import { type Setting, normalisedScore } from '@gauntlet/core'
import { meanOf } from '../statistics/mean.ts'
import { estimate, meanOrNull } from './estimate.ts'
import { type CellGroup, adapterNames, countFailures } from './groups.ts'
import { type ApartRow, type Contender, type Costs, FEW_SEEDS, type SeedScore } from './model.ts'
import type { SettingRow } from './model.ts'

const ORACLE = 'oracle: acts on what no policy in use could know, so that it is not ranked'

/** The row before it is ranked. Scores are averaged per seed first (by the cell), then over seeds. */
export function settingRow(group: CellGroup, contender: Contender, setting: Setting): SettingRow {
  const { descriptor } = group
  const seeds = seedScores(group, setting)
  const scores = seeds.flatMap(({ score }) => (score === null ? [] : [score]))
  const normalised = seeds.flatMap((seed) => (seed.normalised === null ? [] : [seed.normalised]))
  return {
    ...contender,
    rank: null,
    adapters: adapterNames(descriptor),
    backend: descriptor.backend,
    budget: descriptor.budget,
    seeds,
    finished: scores.length,
    failed: countFailures(group.failed.map(({ reason }) => reason)),
    score: scores.length === 0 ? null : estimate(scores),
    normalised: normalised.length < seeds.length ? null : estimate(normalised),
    percentFromBest: null,
    difference: null,
    curve: null,
    course: null,
    ...costsOf(group),
    notices: [...(contender.oracle ? [ORACLE] : []), ...rowNotices(group)],
  }
}

/** A group that no table may hold, with the reasons. */
export function apartRow(group: CellGroup, reasons: readonly string[]): ApartRow {
  const { environment, algorithm, backend, budget } = group.descriptor
  return {
    environment: environment.id,
    environmentVersion: environment.version,
    setting: environment.setting,
    algorithm: algorithm.id,
    algorithmVersion: algorithm.version,
    adapters: adapterNames(group.descriptor),
    backend,
    budget,
    finished: group.cells.length,
    failed: countFailures(group.failed.map(({ reason }) => reason)),
    score: group.cells.length === 0 ? null : estimate(group.cells.map(({ result }) => result.score)),
    notices: reasons.map(notComparable),
  }
}

/** How every notice of its kind begins. */
export function notComparable(reason: string): string {
  return `not comparable: ${reason}`
}

function seedScores({ cells, failed }: CellGroup, setting: Setting): SeedScore[] {
  const asRandom = Number.isFinite(normalisedScore(setting, setting.references.random.score)) ? 0 : null
  const finished = cells.map(({ result }): SeedScore => {
    // Adding 0 makes -0, which JSON lacks, 0.
    const normalised = normalisedScore(setting, result.score) + 0
    return {
      seed: result.descriptor.seed,
      key: result.key,
      score: result.score + 0,
      normalised: Number.isFinite(normalised) ? normalised : null,
      failure: null,
    }
  })
  const lost = failed.map(({ descriptor, key, reason }): SeedScore => ({
    seed: descriptor.seed,
    key,
    score: null,
    normalised: asRandom,
    failure: reason,
  }))
  return [...finished, ...lost].toSorted((p, q) => p.seed - q.seed)
}

function costsOf({ cells }: CellGroup): Costs {
  const steps = cells.map(({ result }) => result.steps)
  return {
    steps:
      steps.length === 0
        ? null
        : {
            training: meanOf(steps.map(({ training }) => training)),
            evaluation: meanOf(steps.map(({ evaluation }) => evaluation)),
          },
    trainingSeconds: meanOrNull(cells.map(({ provenance }) => provenance?.trainingSeconds)),
    microsecondsPerDecision: meanOrNull(cells.map(({ provenance }) => provenance?.microsecondsPerDecision)),
  }
}

function rowNotices({ cells, failed, conflicts, descriptor }: CellGroup): string[] {
  const notices: string[] = []
  if (cells.length < FEW_SEEDS)
    notices.push(`n < ${FEW_SEEDS}: ${cells.length} finished, intervals under-cover`)
  if (failed.length > 0) notices.push(`${failed.length} failed, scored as the random policy`)
  if (descriptor.adapters.length > 0) notices.push(`adapted: ${adapterNames(descriptor).join(', ')}`)
  if (descriptor.backend !== 'wasm' && descriptor.budget > 0) {
    notices.push(`backend ${descriptor.backend}: not repeatable to the bit`)
  }
  if (descriptor.budget > 0 && cells.length > 0 && cells.every(({ result }) => result.curve.length === 0)) {
    notices.push('no update was logged: the budget may be too small')
  }
  if (conflicts.length > 0) {
    notices.push(
      `results of seed ${conflicts.join(', ')} disagree: gauntlet store merge names the stores, gauntlet verify tells which is right`,
    )
  }
  return notices
}
