import { describe, expect, it } from 'vitest'
import { defineAlgorithm, expertAlgorithm, policyAlgorithm } from '../src/algorithm.ts'
import { ParameterError } from '../src/errors.ts'
import { integer } from '../src/parameters.ts'
import { uniformPolicy } from '../src/policy.ts'
import { Seed } from '../src/random/seed.ts'
import { allocateActions } from '../src/spaces.ts'
import { corridor, counting } from './worlds/index.ts'

const identity = { version: 1, family: 'made up', summary: 'For these tests', source: 'these tests' }
const context = { spec: corridor.describe(), seed: Seed.from(0), backend: 'wasm' }

describe('an algorithm’s definition', () => {
  const algorithm = defineAlgorithm<{ readonly width: number }>({
    ...identity,
    id: 'learner',
    requires: { agents: 'one' },
    configuration: { width: integer({ description: 'Width', default: 64, minimum: 1 }) },
    trains: true,
    create: ({ configuration }) => ({
      policy: { ...uniformPolicy(), width: configuration.width } as ReturnType<typeof uniformPolicy>,
    }),
  })

  it('hands a complete configuration to the learner', async () => {
    expect((await algorithm.create(context)).policy).toMatchObject({ width: 64 })
    expect((await algorithm.create({ ...context, configuration: { width: 8 } })).policy).toMatchObject({
      width: 8,
    })
  })

  it('refuses a bad configuration with the path of the field', async () => {
    expect(() => algorithm.resolve({ width: 0 })).toThrow('learner.width: got 0')
    await expect(algorithm.create({ ...context, configuration: { width: 0 } })).rejects.toThrow(
      ParameterError,
    )
  })

  it('is refused without a proper identity', () => {
    const policy = uniformPolicy
    const rest = { ...identity, requires: {}, configuration: {}, policy }
    expect(() => policyAlgorithm({ ...rest, id: 'A B' })).toThrow('algorithm id A B')
    expect(() => policyAlgorithm({ ...rest, id: 'x', version: 0 })).toThrow('algorithm x: version is 0')
  })

  it('of a fixed policy does not train', async () => {
    const fixed = policyAlgorithm({
      ...identity,
      id: 'x',
      requires: {},
      configuration: {},
      policy: uniformPolicy,
    })
    expect(fixed.trains).toBe(false)
    expect((await fixed.create(context)).train).toBeUndefined()
  })
})

describe('an expert as an algorithm', () => {
  const algorithm = expertAlgorithm({
    ...identity,
    id: 'toy/rightward',
    expert: 'rightward',
    environments: [corridor.id],
  })

  it('asks for the environments and the expert that it plays', () => {
    expect(algorithm.requires).toEqual({
      environments: ['toy/corridor'],
      faces: ['expert'],
      expert: 'rightward',
    })
    expect(algorithm.trains).toBe(false)
  })

  it('that knows the future is an oracle where its author says so', () => {
    const clairvoyant = { ...identity, id: 'toy/seer', expert: 'seer', environments: [corridor.id] }
    expect(expertAlgorithm({ ...clairvoyant, oracle: true }).oracle).toBe(true)
    expect(algorithm.oracle).toBe(false)
    const wrong = { ...clairvoyant, oracle: 'yes' as unknown as boolean }
    expect(() => expertAlgorithm(wrong)).toThrow('oracle')
  })

  it('acts as the expert does', async () => {
    const environment = await corridor.make({}, 3)
    environment.reset(Seed.from(4))
    const { policy } = await algorithm.create(context)
    const expert = environment.expert!.policy('rightward')
    const [got, expected] = [0, 1].map(() => allocateActions(environment.spec.action, 6))
    policy.begin(environment, Seed.from(5))
    expert.begin(environment, Seed.from(5))
    for (let t = 0; t < 30; t++) {
      policy.act(environment, got, 'sample')
      expert.act(environment, expected, 'sample')
      expect(got).toEqual(expected)
      environment.step(got)
    }
    policy.forget?.(0)
  })

  it('is refused before it has begun, and on an environment without experts', async () => {
    const { policy } = await algorithm.create(context)
    const environment = await counting.make()
    expect(() => policy.act(environment, new Int32Array(1), 'sample')).toThrow(
      'expert rightward: act before begin',
    )
    expect(() => policy.begin(environment, Seed.from(0))).toThrow('the environment has no expert face')
  })
})
