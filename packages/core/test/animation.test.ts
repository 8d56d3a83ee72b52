import { describe, expect, it } from 'vitest'
import { animateReplay } from '../src/animation.ts'
import { svgProblem } from '../src/check/svg.ts'
import type { EnvironmentDefinition } from '../src/definition.ts'
import { wrapEnvironment } from '../src/environment.ts'
import { uniformPolicy } from '../src/policy.ts'
import { Seed } from '../src/random/seed.ts'
import { type Replay, recordReplay } from '../src/replay.ts'
import { WORLDS, counting } from './worlds/index.ts'
import { tinyWorld } from './worlds/tiny.ts'

const seed = Seed.from(2)
const record = (definition: EnvironmentDefinition): Promise<Replay> =>
  recordReplay(definition, {}, uniformPolicy(), seed, { key: seed })

/** An environment whose picture of step t, from 0, is the given one. */
function drawing(pictures: readonly string[]): EnvironmentDefinition {
  return {
    ...(counting as unknown as EnvironmentDefinition),
    make: async () => {
      const environment = await counting.make({ horizon: pictures.length })
      let t = 0
      return wrapEnvironment(environment, {
        reset(...given) {
          t = 0
          environment.reset(...given)
        },
        step(actions) {
          t++
          environment.step(actions)
        },
        renderSvg: () => pictures[t],
      })
    },
  }
}

const picture = (name: string, size: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${size}><text>${name}</text></svg>`

describe('an animated replay', () => {
  it('is one well-formed document, the same for the same replay, whatever the environment', async () => {
    for (const world of WORLDS) {
      const replay = await record(world)
      const animated = await animateReplay(world, replay)
      expect(svgProblem(animated), world.id).toBeUndefined()
      expect(await animateReplay(world, replay)).toBe(animated)
    }
  })

  it('shows each picture from its step to the next that differs, and the first to those who want no motion', async () => {
    const box = 'viewBox="-2 -1 40 20"'
    const shown = [
      picture('a', box),
      picture('a', box),
      `<?xml version="1.0"?>\n${picture('b', box)}`,
      picture('c', box),
    ]
    const world = drawing(shown)
    const animated = await animateReplay(world, await record(world))
    expect(animated).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 40 20" role="img">/)
    expect(animated.match(/<text>.<\/text>/g)).toEqual(['<text>a</text>', '<text>b</text>', '<text>c</text>'])
    // Four steps and a pause of six, a quarter of a second each.
    expect(animated.match(/animation-duration:2.5s/g)).toHaveLength(3)
    expect(animated).toContain('@keyframes s0{0%{visibility:visible}20%{visibility:hidden}}')
    expect(animated).toContain(
      '@keyframes s1{0%{visibility:hidden}20%{visibility:visible}30%{visibility:hidden}}',
    )
    expect(animated).toContain(
      '@keyframes s2{0%{visibility:hidden}30%{visibility:visible}100%{visibility:hidden}}',
    )
    expect(animated).toContain('(prefers-reduced-motion:reduce){.slide{animation:none!important}}')
  })

  it.each([
    ['width="30" height="10px"', ' viewBox="0 0 30 10" role'],
    ["viewBox='0,0,4,3'", ' viewBox="0 0 4 3" role'],
    ['width="100%" viewBox="0 0 4 3"', ' viewBox="0 0 4 3" role'],
    ['', '2000/svg" role'],
  ])('is as large as its first picture: %s', async (size, expected) => {
    const world = drawing([picture('a', size)])
    expect(await animateReplay(world, await record(world))).toContain(expected)
  })

  it('is the definition’s own where it has one, which must be text', async () => {
    const replay = await record(tinyWorld())
    const own = (drawn: unknown): EnvironmentDefinition =>
      ({
        ...tinyWorld(),
        animate: (given: Replay) => Promise.resolve(given === replay ? drawn : 'other'),
      }) as never
    expect(await animateReplay(own('<svg/>'), replay)).toBe('<svg/>')
    await expect(animateReplay(own(5), replay)).rejects.toThrow('toy/tiny: animate: got 5, expected text')
  })
})
