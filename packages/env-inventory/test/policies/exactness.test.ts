/**
 * Policies in their environments against what solvers and bounds say: a few settings, or all with GAUNTLET_STUDY set.
 */
import type { EnvironmentDefinition } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import {
  clippedNormal,
  backlogOptimum,
  lostSalesAnchors,
  nicOneStoreBacklogged,
  oneStore,
  serial,
  transshipment,
} from '../../src/index.ts'
import { type Score, evaluate } from '../support/evaluate.ts'

const ALL = process.env.GAUNTLET_STUDY !== undefined

/** A share of the settings that are quick, or all. */
function chosen(settings: readonly string[], few: readonly string[]): string[] {
  return settings.filter((name) => ALL || few.includes(name))
}

function play<P extends object>(
  definition: EnvironmentDefinition<P>,
  setting: string,
  expert: string,
): Promise<Score> {
  const { parameters, evaluation } = definition.settings[setting]
  const episodes = ALL ? 512 : 128
  return evaluate(
    definition,
    { ...parameters, ...evaluation.parameters },
    (environment) => environment.expert!.policy(expert),
    episodes,
  )
}

/** Within three standard errors, and the digits that the exact value has. */
function expectMeets({ mean, error }: Score, exact: number, slack: number = 1e-4): void {
  expect(Math.abs(mean - exact), `${mean} ± ${error}, exactly ${exact}`).toBeLessThan(3 * error + slack)
}

describe('lost sales: Zipkin’s instances', () => {
  const names = lostSalesAnchors.map(
    ({ demand, leadTime, underageCost }) => `lost-${demand}-${leadTime}-${underageCost}`,
  )
  test.each(
    chosen(names, ['lost-poisson-1-4', 'lost-poisson-4-9', 'lost-geometric-2-19', 'lost-geometric-3-4']),
  )('%s: base stock, capped base stock and the optimal policy cost what they should', async (name) => {
    const anchor = lostSalesAnchors[names.indexOf(name)]
    expectMeets(await play(oneStore, name, 'base-stock'), anchor.baseStock.cost)
    expectMeets(await play(oneStore, name, 'capped-base-stock'), anchor.cappedBaseStock.cost)
    expectMeets(await play(oneStore, name, 'optimal'), anchor.cost)
  })

  test.each(chosen(names, ['lost-poisson-2-9', 'lost-geometric-4-4']))(
    '%s: nothing beats the optimal policy but the oracle',
    async (name) => {
      const { cost } = lostSalesAnchors[names.indexOf(name)]
      for (const expert of ['myopic', 'constant-order', 'quantile-newsvendor']) {
        const { mean, error } = await play(oneStore, name, expert)
        expect(mean + 3 * error, expert).toBeGreaterThan(cost)
      }
      expect((await play(oneStore, name, 'just-in-time')).mean).toBeLessThan(cost / 4)
    },
  )
})

describe('backlogged demand', () => {
  const names = Object.keys(oneStore.settings).filter((name) => name.startsWith('backlogged'))
  test.each(chosen(names, ['backlogged-1-4', 'backlogged-4-9', 'backlogged-20-39']))(
    '%s: base stock costs what a newsvendor does',
    async (name) => {
      const { leadTime, underageCost } = oneStore.resolve(oneStore.settings[name].parameters)
      const exact = backlogOptimum(clippedNormal(5, 1.6, 0.05), leadTime, 1, underageCost).cost
      expect(exact / nicOneStoreBacklogged(leadTime, underageCost).cost).toBeCloseTo(1, 2)
      expectMeets(await play(oneStore, name, 'base-stock'), exact, 1e-3 * exact)
    },
  )
})

describe('stages in a row', () => {
  test.each(chosen(Object.keys(serial.settings), ['stages-4-1-4', 'stages-7']))(
    '%s: echelon stock costs what Clark and Scarf say',
    async (name) => {
      const exact = serial.settings[name].references.best.score
      expectMeets(await play(serial, name, 'echelon-stock'), exact, 1e-3 * exact)
      const newsvendors = await play(serial, name, 'base-stock')
      expect(newsvendors.mean + 3 * newsvendors.error).toBeGreaterThan(exact)
    },
  )
})

describe('a transshipment centre', () => {
  test.each(chosen(Object.keys(transshipment.settings), ['stores-3-2-4', 'stores-10-6-4']))(
    '%s: tuned levels come near the lower bound, from above',
    async (name) => {
      const bound = transshipment.settings[name].references.best.score
      for (const expert of ['base-stock', 'softmax-allocation']) {
        const { mean, error } = await play(transshipment, name, expert)
        expect(mean + 3 * error, expert).toBeGreaterThan(bound)
        expect(mean, expert).toBeLessThan(1.05 * bound)
      }
    },
  )
})
