import { applicability, Seed } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { banditAsMdp } from '../../src/adapters/bandit-as-mdp.ts'
import { shareParameters } from '../../src/adapters/share-parameters.ts'
import { ppo } from '../../src/methods/ppo.ts'
import plugin from '../../src/plugin.ts'
import { tiny } from '../tiny.ts'

const adapters = plugin.adapters
const online = { ...tiny.describe(), agents: 1, protocol: 'online' } as const

describe('share-parameters', () => {
  it('lets a learner of one agent play a team, and says so', () => {
    const answer = applicability(tiny.id, tiny.describe(), ppo.requires, adapters)
    expect(answer).toEqual({ kind: 'adapted', adapters: [shareParameters] })
    expect(applicability(tiny.id, tiny.describe(), ppo.requires).kind).toBe('not-applicable')
  })

  it('changes what the environment says of itself, and nothing that it does', async () => {
    const [plain, adapted] = [await tiny.make({}, 2), shareParameters.wrap(await tiny.make({}, 2), {})]
    expect(adapted.spec).toEqual(shareParameters.adapt(tiny.describe(), ppo.requires))
    for (const environment of [plain, adapted]) {
      environment.reset(Seed.from(1))
      environment.step(Int32Array.of(1, 0, 1, 0))
    }
    expect(adapted.observations).toEqual(plain.observations)
    expect(adapted.rewards).toEqual(plain.rewards)
  })

  it('has nothing to do where there is one agent', () => {
    expect(shareParameters.adapt({ ...tiny.describe(), agents: 1 }, ppo.requires)).toBeUndefined()
  })
})

describe('bandit-as-mdp', () => {
  it('lets an episodic learner train on an online task, every step alone', () => {
    expect(applicability('x/y', online, ppo.requires, adapters)).toEqual({
      kind: 'adapted',
      adapters: [banditAsMdp],
    })
    expect(banditAsMdp.adapt(online, ppo.requires)).toMatchObject({ protocol: 'episodic', oneStep: true })
    expect(banditAsMdp.adapt(tiny.describe(), ppo.requires)).toBeUndefined()
  })
})
