import { expect, it } from 'vitest'
import { buildCatalogue, matchAlgorithms, matchSettings } from '../src/catalogue.ts'
import { showEstimate } from '../src/commands/dry-run.ts'
import { type Trial, estimateRun } from '../src/estimate.ts'
import { planMatrix } from '../src/plan.ts'
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
