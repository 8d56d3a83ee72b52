import { describe, expect, it } from 'vitest'
import {
  type EnvironmentSource,
  type Setting,
  checkIdentity,
  defineEnvironment,
  normalisedScore,
  settingOf,
} from '../src/definition.ts'
import { GauntletError, ParameterError } from '../src/errors.ts'
import { integer } from '../src/parameters.ts'
import { discrete } from '../src/spaces.ts'
import { counting } from './worlds/index.ts'
import { toySettings, toySpec } from './worlds/toy.ts'

type P = { readonly steps: number }

function sourceOf(change: Partial<EnvironmentSource<P>> = {}): EnvironmentSource<P> {
  return {
    id: 'toy/defined',
    version: 1,
    summary: 'Defined',
    source: 'these tests',
    parameters: { steps: integer({ description: 'Steps', default: 5, minimum: 1 }) },
    settings: toySettings<P>(),
    describe: ({ steps }) => toySpec({ action: discrete(2), horizon: steps }),
    make: (_, batch) => counting.make({}, batch),
    ...change,
  }
}

describe('an environment’s definition', () => {
  it('describes without building, for parameters given in part', () => {
    const definition = defineEnvironment(sourceOf({ make: () => expect.unreachable() }))
    expect(definition.describe().horizon).toBe(5)
    expect(definition.describe({ steps: 9 }).horizon).toBe(9)
    expect(definition.resolve()).toEqual({ steps: 5 })
  })

  it('builds with complete parameters, one world unless said', async () => {
    const built: [P, number][] = []
    const definition = defineEnvironment(
      sourceOf({
        make(parameters, batch) {
          built.push([parameters, batch])
          return counting.make({}, batch)
        },
      }),
    )
    await definition.make()
    await definition.make({ steps: 2 }, 3)
    expect(built).toEqual([
      [{ steps: 5 }, 1],
      [{ steps: 2 }, 3],
    ])
  })

  it('says what is known of any parameters where its source does, and nothing that is no score', () => {
    const known = (score: number) => ({
      references: { random: { score: 0, source: 'r' }, best: { score, source: 'b' } },
    })
    const definition = defineEnvironment(sourceOf({ known: ({ steps }) => known(2 * steps) }))
    expect(definition.known?.().references.best.score).toBe(10)
    expect(definition.known?.({ steps: 7 }).references.best.score).toBe(14)
    expect(() => definition.known?.({ steps: 0 })).toThrow(ParameterError)
    expect(defineEnvironment(sourceOf()).known).toBeUndefined()
    const wrong = defineEnvironment(sourceOf({ known: () => known('1' as unknown as number) }))
    expect(() => wrong.known?.()).toThrow('toy/defined: known.references.best.score: got "1"')
    const row = { algorithm: '', score: 1, source: 's' }
    const nameless = defineEnvironment(sourceOf({ known: () => ({ ...known(1), literature: [row] }) }))
    expect(() => nameless.known?.()).toThrow('literature[0].algorithm')
  })

  it('animates replays where its source does', async () => {
    expect(defineEnvironment(sourceOf()).animate).toBeUndefined()
    const { animate } = defineEnvironment(sourceOf({ animate: async ({ digest }) => digest }))
    expect(await animate!({ digest: 'abc' } as never)).toBe('abc')
  })

  it('refuses bad parameters before it describes or builds', async () => {
    const definition = defineEnvironment(sourceOf({ describe: () => expect.unreachable() }))
    expect(() => definition.describe({ steps: 0 })).toThrow('toy/defined.steps: got 0')
    await expect(definition.make({ steps: 0 })).rejects.toThrow(ParameterError)
  })

  it('refuses a spec that contradicts itself, when it is described and before it is built', async () => {
    const make = (): never => expect.unreachable()
    const definition = defineEnvironment(
      sourceOf({ describe: () => toySpec({ action: discrete(2), agents: 0 }), make }),
    )
    expect(() => definition.describe()).toThrow('toy/defined: agents is 0')
    await expect(definition.make()).rejects.toThrow('toy/defined: agents is 0')
  })

  it.each([{ parameters: { stairs: 1 } }, { evaluation: { parameters: { steps: 0 } } }])(
    'refuses a setting whose parameters are not the environment’s: %o',
    (change) => {
      const { main } = toySettings<P>()
      const evaluation = { ...main.evaluation, ...change.evaluation }
      const setting = { ...main, ...change, evaluation } as Setting<P>
      expect(() => defineEnvironment(sourceOf({ settings: { main: setting } }))).toThrow(ParameterError)
      expect(() => defineEnvironment(sourceOf({ settings: { main: setting } }))).toThrow('toy/defined:main')
    },
  )

  it.each([
    [{ id: 'defined' }, 'environment id defined: expected domain/name'],
    [{ id: 'Toy/defined' }, 'expected domain/name in lower-case letters'],
    [{ id: 'toy/defined/more' }, 'expected domain/name'],
    [{ version: 0 }, 'environment toy/defined: version is 0'],
    [{ version: 1.5 }, 'version is 1.5, expected a whole number'],
  ])('is refused without a proper identity: %o', (change, message) => {
    expect(() => defineEnvironment(sourceOf(change))).toThrow(message)
  })
})

describe('an identity', () => {
  it('may be one word for an algorithm or adapter, but not for an environment', () => {
    checkIdentity('algorithm', 'ppo', 1)
    checkIdentity('algorithm', 'mapf/pibt', 1)
    checkIdentity('adapter', 'share-parameters', 2)
    expect(() => checkIdentity('algorithm', 'a/b/c', 1)).toThrow('a name, or domain/name,')
    expect(() => checkIdentity('environment', 'ppo', 1)).toThrow(GauntletError)
    expect(() => checkIdentity('algorithm', '-ppo', 1)).toThrow('algorithm id -ppo')
  })
})

describe('a setting', () => {
  const definition = defineEnvironment(sourceOf())

  it('is found by its name', () => {
    expect(settingOf(definition, 'main')).toBe(definition.settings.main)
    expect(() => settingOf(definition, 'mian')).toThrow('toy/defined has no setting mian; did you mean main?')
    expect(() => settingOf(definition, 'something-else')).toThrow('there are main')
    expect(() => settingOf(definition, 'toString')).toThrow('has no setting toString')
    const none = defineEnvironment(sourceOf({ settings: {} }))
    expect(() => settingOf(none, 'main')).toThrow('there are none')
  })

  it('normalises scores: 0 for the random policy, 1 for the best, also where less is better', () => {
    const { main } = toySettings()
    const references = { random: { score: 10, source: '' }, best: { score: 2, source: '' } }
    expect([10, 2, 6, 0, 12].map((score) => normalisedScore({ ...main, references }, score) + 0)).toEqual([
      0, 1, 0.5, 1.25, -0.25,
    ])
  })
})
