import {
  GauntletError,
  ParameterError,
  Seed,
  settingOf,
  trajectoryDigest,
  uniformPolicy,
} from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { LOT_SIZING_EXPERTS, lotSizing } from '../../src/index.ts'
import { SMALL_FILE } from './small-plant.ts'

const GIVEN = { problem: 'file', file: SMALL_FILE, start: 'given' } as const

describe('parameters', () => {
  test.each([
    [{ problem: '15x6' }, 'inventory/lot-sizing.problem: got "15x6", expected one of 15x5'],
    [{ items: 0 }, 'inventory/lot-sizing.items: got 0, expected a whole number from 1 to 1000'],
    [{ demandProbability: 1.1 }, 'inventory/lot-sizing.demandProbability: got 1.1, expected'],
    [{ demandTrials: 0.5 }, 'inventory/lot-sizing.demandTrials: got 0.5, expected a whole number'],
  ])('%j are refused with path, value and what is allowed', (parameters, message) => {
    expect(() => lotSizing.describe(parameters as object)).toThrow(ParameterError)
    expect(() => lotSizing.describe(parameters as object)).toThrow(message)
  })

  test('a generated plant keeps to the recipe, and every item can be made', async () => {
    const { rewardRange, action } = lotSizing.describe({ problem: 'generated', items: 30, machines: 10 })
    expect(action).toEqual({ kind: 'multi-discrete', counts: Array.from({ length: 10 }, () => 31) })
    expect(rewardRange[0]).toBeGreaterThan(-(10 * 30 + 30 * 20 * 1.1))
    const environment = await lotSizing.make({ problem: 'generated', items: 30, machines: 10 })
    environment.reset(Seed.from(0))
    const mask = environment.actionMask!
    for (let i = 0; i <= 30; i++) {
      let makers = 0
      for (let m = 0; m < 10; m++) makers += mask[31 * m + i]
      expect(makers).toBeGreaterThan(0)
    }
  })
})

describe('an observation', () => {
  test('is stock as a share of capacity, and setups one-hot', async () => {
    const environment = await lotSizing.make(GIVEN)
    environment.reset(Seed.from(1))
    expect([...environment.observations]).toEqual([0.5, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0])
    expect([...environment.actionMask!]).toEqual([1, 1, 0, 1, 1, 0, 1, 1])
  })

  test('after the decision is of what was set up and made', async () => {
    const environment = await lotSizing.make(GIVEN)
    environment.reset(Seed.from(1))
    const out = new Float32Array(11)
    environment.postDecision!.observe(Int32Array.of(1, 3), out)
    expect([...out]).toEqual([0.95, 0, 2, 0, 1, 0, 0, 0, 0, 0, 1].map(Math.fround))
    expect(environment.spec.postDecision!.high).toBeCloseTo(2.75, 12)
  })

  test('may be of stock alone, and published plants forbid nothing', async () => {
    const environment = await lotSizing.make({ ...GIVEN, observed: 'inventory', published: true })
    environment.reset(Seed.from(1))
    expect([...environment.observations]).toEqual([0.5, 0, 1])
    expect(environment.actionMask).toBeUndefined()
    expect(environment.spec.experts!.every(({ seesHiddenState }) => seesHiddenState)).toBe(true)
  })
})

test('a machine is not set up for what it cannot make', async () => {
  const environment = await lotSizing.make(GIVEN)
  environment.reset(Seed.from(1))
  expect(() => environment.step(Int32Array.of(2, 0))).toThrow('world 0, agent 0')
})

test('random starts hold up to capacity less one, and only setups that produce', async () => {
  const environment = await lotSizing.make({ problem: 'file', file: SMALL_FILE }, 200)
  environment.reset(Seed.from(3))
  const setups = new Set<string>()
  for (let w = 0; w < 200; w++) {
    const row = environment.observations.subarray(11 * w, 11 * w + 11)
    expect(Math.max(...row.subarray(0, 3))).toBeLessThan(1)
    setups.add(`${row.subarray(3, 7).indexOf(1)}${row.subarray(7).indexOf(1)}`)
  }
  expect([...setups].sort()).toEqual(['12', '13', '32', '33'])
})

test('a snapshot of another plant is refused', async () => {
  const environment = await lotSizing.make(GIVEN)
  environment.reset(Seed.from(1))
  const snapshot = environment.snapshot!.save(0)
  const content = snapshot.content as { readonly rules: object }
  for (const change of [
    { inventories: new Float64Array(2) },
    { setups: Int32Array.of(0, 4) },
    { demand: null },
  ]) {
    const changed = { ...snapshot, content: { ...content, rules: { ...content.rules, ...change } } }
    expect(() => environment.snapshot!.restore(0, changed)).toThrow(GauntletError)
    expect(() => environment.snapshot!.restore(0, changed)).toThrow('expected that of 3 items on 2 machines')
  }
})

test('pictures show stock, setups and cost', async () => {
  const environment = await lotSizing.make(GIVEN)
  environment.reset(Seed.from(1))
  expect(environment.renderText(0)).toBe(
    [
      'inventory/lot-sizing  step 0 of 8  cost 0.00',
      ' item  lost sale  stock  of capacity                     machines',
      '    1          1     10  ###############                 1 (+9)',
      '    2          4      0',
      '    3          2      4  ##############################',
    ].join('\n'),
  )
  const svg = environment.renderSvg(0)
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*<\/svg>$/)
  expect(svg).toContain('1 (+9)')
})

test('the best reference of every setting beats the random one and what is published', () => {
  const names = Object.keys(lotSizing.settings)
  expect(names).toHaveLength(13)
  for (const name of names) {
    const { references, literature = [] } = settingOf(lotSizing, name)
    expect(references.best.score).toBeLessThan(references.random.score)
    expect(references.best.episodes).toBeGreaterThanOrEqual(100)
    for (const { score } of literature) expect(references.best.score).toBeLessThan(score)
  }
})

/**
 * Digests of what 3 worlds show in 120 steps. One that changes means that results change: raise the version of the
 * environment (or of the algorithm, in `plugin.ts`), then write the file anew with
 * `npx vitest run --project env-inventory lot-sizing.test --update`.
 */
test('roll-outs are those of the frozen digests', async () => {
  const digests: Record<string, string> = {}
  for (const [name, { parameters }] of Object.entries(lotSizing.settings)) {
    for (const expert of ['random', ...LOT_SIZING_EXPERTS.map((known) => known.name)]) {
      const short = expert === 'rolling-horizon'
      if (short && name !== '15x5') continue
      const environment = await lotSizing.make({ ...parameters, rollingHorizon: short }, short ? 1 : 3)
      const policy = expert === 'random' ? uniformPolicy() : environment.expert!.policy(expert)
      const key = `${lotSizing.id}@${lotSizing.version}:${name} ${expert}`
      digests[key] = trajectoryDigest(environment, policy, Seed.from(11), short ? 10 : 120)
    }
  }
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot(
    '../golden/lot-sizing-digests.json',
  )
})
