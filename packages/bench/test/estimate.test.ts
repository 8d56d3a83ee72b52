import { expect, it, vi } from 'vitest'
import { buildCatalogue, matchAlgorithms, matchSettings } from '../src/catalogue.ts'
import { announceTrials, showEstimate } from '../src/commands/dry-run.ts'
import { type Trial, estimateRun } from '../src/estimate.ts'
import { planMatrix } from '../src/plan.ts'
import { showTrials } from '../src/terminal/progress.ts'
import type { Terminal } from '../src/terminal/terminal.ts'
import toy from './plugins/toy.ts'

const catalogue = buildCatalogue([{ source: { origin: 'toy', file: '/toy.ts', package: null }, plugin: toy }])

/** What a dry run of the algorithms says, where a trial of each but the learner comes to `trial`. */
async function dryRun(algorithms: readonly string[], trial: Trial | undefined): Promise<string> {
  const choices = matchAlgorithms(catalogue, algorithms)
  const block = {
    settings: matchSettings(catalogue, ['toy/walk:short']),
    algorithms: choices.map((definition) => ({ definition, configuration: {} })),
    seeds: 2,
    budget: 100,
  }
  const { cells, notApplicable } = planMatrix(catalogue, [block], 'wasm')
  const estimate = await estimateRun(cells, undefined, {
    workers: 1,
    retryFailed: false,
    tryOut: async (some) => {
      const still = some.filter(({ descriptor }) => descriptor.budget === 0)
      return new Map(trial && still.map(({ key }) => [key, trial]))
    },
  })
  let said = ''
  const terminal = { out: (text: string) => void (said += `${text}\n`) } as Terminal
  showEstimate(terminal, { estimate, notApplicable, store: 's' }, false)
  return said
}

it('a cell whose trial fails is foretold to fail, with the reason', async () => {
  const failure = { reason: 'threw', message: 'Error: no\n    at somewhere' } as const
  const said = await dryRun(['toy/right'], { kind: 'failed', failure })
  expect(said).toMatch(/toy\/right .* would fail \(threw\): Error: no$/m)
  expect(said).toContain('2 cells to run, how long is unknown: no trial told')
})

it('only what trains is said to train', async () => {
  expect(await dryRun(['toy/right'], undefined)).toMatch(/unknown: a trial told nothing$/m)
  expect(await dryRun(['toy/learner'], undefined)).toContain('how long is unknown: they train')
  expect(await dryRun(['toy/right', 'toy/learner'], { kind: 'told', seconds: 3 })).toContain(
    '4 cells to run, about 6.0 s and 2 cells of unknown time',
  )
})

/** Walks of three settings by each of the algorithms, five seeds each. */
function manyCells(
  algorithms: readonly string[] = ['toy/right', 'toy/random'],
): ReturnType<typeof planMatrix>['cells'] {
  const block = {
    settings: matchSettings(catalogue, ['toy/walk:*']),
    algorithms: matchAlgorithms(catalogue, algorithms).map((definition) => ({
      definition,
      configuration: {},
    })),
    seeds: 5,
    budget: 100,
  }
  return planMatrix(catalogue, [block], 'wasm').cells
}

it('a dry run of many settings tries one cell of each algorithm on each environment, and no more', async () => {
  const cells = manyCells()
  const settings = new Set(cells.map(({ descriptor }) => descriptor.environment.setting))
  expect(settings.size).toBeGreaterThan(1)
  const tried: string[] = []
  const estimate = await estimateRun(cells, undefined, {
    workers: 1,
    retryFailed: false,
    tryOut: async (some) => {
      tried.push(...some.map(({ descriptor }) => descriptor.algorithm.id))
      return new Map(some.map(({ key }) => [key, { kind: 'told', seconds: 3 }]))
    },
  })
  expect(tried.toSorted()).toEqual(['toy/random', 'toy/right'])
  expect(estimate.unknown).toBe(0)
  const episodesOf = new Map(
    cells.map(({ descriptor: { environment, evaluation } }) => [
      `${environment.id}:${environment.setting}`,
      evaluation.episodes,
    ]),
  )
  const [first] = estimate.pairs
  for (const { setting, secondsPerCell, basis } of estimate.pairs) {
    const share = episodesOf.get(setting)! / episodesOf.get(first.setting)!
    expect(secondsPerCell).toBe(3 * share)
    expect(basis).toBe(setting === first.setting ? 'trial' : 'other-setting')
  }
})

it('of what trains one cell is tried', async () => {
  const tried: string[] = []
  const estimate = await estimateRun(manyCells(['toy/learner']), undefined, {
    workers: 1,
    retryFailed: false,
    tryOut: async (some) => {
      tried.push(...some.map(({ descriptor }) => descriptor.algorithm.id))
      return new Map()
    },
  })
  expect(tried).toEqual(['toy/learner'])
  expect(estimate.unknown).toBe(estimate.pending)
})

it('says that learners are only created, and others tried to tell how long they take', () => {
  const [still] = manyCells(['toy/right'])
  const [learner] = manyCells(['toy/learner'])
  expect(announceTrials([still, learner, still])).toBe(
    '; 2 tried for a moment, to tell how long they take; 1 learner created, to see whether any fails',
  )
  expect(announceTrials([learner])).toBe('; 1 learner created, to see whether any fails')
  expect(announceTrials([])).toBe('')
})

it('a trial that fails on one setting does not foretell that every setting fails', async () => {
  const failure = { reason: 'threw', message: 'Error: too many states' } as const
  const { pairs } = await estimateRun(manyCells(), undefined, {
    workers: 1,
    retryFailed: false,
    tryOut: async (some) => new Map(some.map(({ key }) => [key, { kind: 'failed', failure }])),
  })
  expect(pairs.filter((pair) => pair.failure !== null)).toHaveLength(2)
  expect(pairs.length).toBeGreaterThan(2)
})

it('trials that take long are not silent', () => {
  const said: string[] = []
  const terminal = { err: (text: string) => void said.push(text) } as Terminal
  const [cell] = manyCells()
  vi.useFakeTimers({ toFake: ['performance'] })
  try {
    const onTried = showTrials(terminal, 100)
    for (let i = 0; i < 20; i++) {
      vi.advanceTimersByTime(1000)
      onTried(cell)
    }
  } finally {
    vi.useRealTimers()
  }
  expect(said[0]).toContain('trying 100 cells: one of each')
  expect(said.slice(1).map((line) => line.split(' ')[0])).toEqual(['[6/100]', '[12/100]', '[18/100]'])
})
