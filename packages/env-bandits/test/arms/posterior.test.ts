import { describe, expect, test } from 'vitest'
import { Seed } from '@gauntlet/core'
import { delayed } from '../../src/arms/delayed.ts'
import { gaussian, heavyTailed } from '../../src/arms/gaussian.ts'
import { bernoulli } from '../../src/arms/bernoulli.ts'
import { posteriorOf } from '../../src/arms/posterior.ts'

describe('a posterior', () => {
  // Of Beta distributions by integrating their densities at two million places; 1.959964 deviations of a normal one.
  test.each([
    ['beta', 0, 0, 0.025, 0.975],
    ['beta', 10, 9, 0.58722, 0.97717],
    ['beta', 1000, 500, 0.46907, 0.53093],
    [{ deviation: 2 }, 16, 8, -0.47998, 1.47998],
  ] as const)(
    '%o after %i rewards of sum %i has the quantiles of its distribution',
    (belief, n, s, low, high) => {
      const posterior = posteriorOf(belief, n, s)
      const width = high - low
      expect(Math.abs(posterior!.low - low)).toBeLessThan(0.02 * width)
      expect(Math.abs(posterior!.high - high)).toBeLessThan(0.02 * width)
      expect(Math.max(...posterior!.density)).toBe(1)
    },
  )

  test('is none where rewards have no variance, and before the first of normal ones', () => {
    expect(posteriorOf('none', 5, 2)).toBeUndefined()
    expect(posteriorOf({ deviation: 1 }, 0, 0)).toBeUndefined()
    expect(posteriorOf({ deviation: 0 }, 3, 3)).toBeUndefined()
  })
})

describe('a picture', () => {
  test('says which posterior it draws, and draws that of every arm', async () => {
    const told = { means: [2, -1], horizon: 4, shuffled: false }
    const pictures = await Promise.all(
      [bernoulli.make({ ...told, means: [1, 0] }), gaussian.make(told), heavyTailed.make(told)].map(
        async (made) => {
          const environment = await made
          environment.reset(Seed.from(1))
          for (const arm of [0, 0, 1]) environment.step(Int32Array.of(arm))
          return environment.renderSvg(0)
        },
      ),
    )
    expect(pictures.map((svg) => / (Beta\(.*\)|normal) posterior/.exec(svg)?.[1])).toEqual([
      'Beta(1 + s, 1 + n − s)',
      'normal',
      undefined,
    ])
    expect(pictures.map((svg) => svg.match(/<path /g)?.length)).toEqual([4, 4, undefined])
    for (const svg of pictures) expect(svg).not.toContain('NaN')
  })

  test('of delayed rewards counts those that were shown, not the pulls', async () => {
    const environment = await delayed.make({
      means: [1, 1],
      horizon: 9,
      shuffled: false,
      delay: 'constant',
      meanDelay: 2,
      loss: 0,
    })
    environment.reset(Seed.from(1))
    for (let t = 0; t < 4; t++) environment.step(Int32Array.of(0))
    expect(environment.renderText(0)).toContain('0  1.000        4  1.000')
  })
})
