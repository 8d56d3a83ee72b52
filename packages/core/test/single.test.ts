import { describe, expect, it } from 'vitest'
import { GauntletError, IllegalActionError } from '../src/errors.ts'
import { gymView, parallelView } from '../src/single.ts'
import { box } from '../src/spaces.ts'
import { corridor, counting, crowd, dials, levels, nim, satchel, springs } from './worlds/index.ts'
import { tinyWorld } from './worlds/tiny.ts'

describe('a view after Gymnasium', () => {
  it('plays one episode after the other, and does not reset by itself', async () => {
    const view = gymView(await counting.make({ horizon: 2 }))
    expect(view.reset({ seed: 1 })).toEqual({ observation: Float32Array.of(0), info: {} })
    expect(view.step(2)).toEqual({
      observation: Float32Array.of(1),
      reward: 2,
      terminated: false,
      truncated: false,
      info: {},
    })
    expect(view.step([1])).toEqual({
      observation: Float32Array.of(2),
      reward: 1,
      terminated: false,
      truncated: true,
      info: { episode: { return: 3, length: 2, metrics: { total: 3 } } },
    })
    expect(() => view.step(0)).toThrow('the episode has ended; call reset first')
    expect(view.reset().observation).toEqual(Float32Array.of(0))
    expect(view.observationShape).toEqual([1])
    expect(view.actionSpace.kind).toBe('discrete')
    expect(view.render()).toBe('0.00\n')
  })

  it('is refused before the first reset', async () => {
    const view = gymView(await counting.make())
    expect(() => view.step(0)).toThrow('call reset first')
  })

  it('plays the next episode of its seed where none is given, and the first again where it is', async () => {
    const view = gymView(await tinyWorld().make({}))
    const first = view.reset({ seed: 3 }).observation
    const second = view.reset().observation
    expect(second).not.toEqual(first)
    expect(view.reset({ seed: 3 }).observation).toEqual(first)
    expect(view.reset().observation).toEqual(second)
    expect(view.reset({ seed: 4 }).observation).not.toEqual(first)
    const unseeded = gymView(await tinyWorld().make({}))
    expect(unseeded.reset().observation).toEqual(view.reset({ seed: 0 }).observation)
  })

  it('shows copies, which a later step does not change', async () => {
    const view = gymView(await counting.make())
    const { observation } = view.reset()
    view.step(1)
    expect(observation[0]).toBe(0)
  })

  it('refuses actions that it would have to round', async () => {
    const view = gymView(await counting.make())
    view.reset()
    expect(() => view.step(1.5)).toThrow(IllegalActionError)
    expect(() => view.step(NaN)).toThrow('world 0, agent 0: action NaN is not legal; expected a whole number')
    expect(() => view.step(3)).toThrow('expected 0 to 2')
    expect(() => view.step([1, 2])).toThrow('agent_0: got 2 numbers, expected 1')
    expect(() => view.step([])).toThrow('agent_0: got 0 numbers, expected 1')
    expect(view.step(1).reward).toBe(1)
  })

  it('needs one agent, one world and one objective', async () => {
    expect(() => gymView(undefinedWorld())).toThrow()
    const two = await corridor.make()
    expect(() => gymView(two)).toThrow('gymView needs one agent, got 2; use parallelView')
    const batch = await counting.make({}, 2)
    expect(() => gymView(batch)).toThrow('a plain view needs one world, got 2')
    const objectives = await crowd.make()
    expect(() => parallelView(objectives)).toThrow('a plain view needs one objective, got 2')
  })

  it('tells of legal choices where there is a mask', async () => {
    const view = parallelView(await corridor.make())
    const { infos } = view.reset({ seed: 1 })
    expect(infos.agent_0.actionMask).toHaveLength(3)
    const levelsView = gymView(await levels.make())
    expect(levelsView.reset().info).toEqual({})
  })
})

function undefinedWorld(): never {
  throw new GauntletError('view', 'no world')
}

describe('a view after PettingZoo', () => {
  it('lets agents leave one by one', async () => {
    const world = tinyWorld({ spec: { agents: 3 }, lifetimes: [1, 3, 2] })
    const view = parallelView(await world.make({}))
    const { observations } = view.reset({ seed: 5 })
    expect(Object.keys(observations)).toEqual(['agent_0', 'agent_1', 'agent_2'])
    expect(view.possibleAgents).toEqual(['agent_0', 'agent_1', 'agent_2'])
    const all = { agent_0: 1, agent_1: 1, agent_2: 1 }
    const steps = [1, 2, 3].map(() => {
      const { terminations, rewards, infos } = view.step(all)
      expect(Object.keys(rewards)).toEqual(Object.keys(terminations))
      return {
        terminations,
        left: [...view.agents],
        episode: Object.values(infos).map(({ episode }) => episode?.length),
      }
    })
    expect(steps).toEqual([
      {
        terminations: { agent_0: true, agent_1: false, agent_2: false },
        left: ['agent_1', 'agent_2'],
        episode: [undefined, undefined, undefined],
      },
      { terminations: { agent_1: false, agent_2: true }, left: ['agent_1'], episode: [undefined, undefined] },
      { terminations: { agent_1: true }, left: [], episode: [3] },
    ])
    expect(() => view.step(all)).toThrow('the episode has ended; call reset first')
    view.reset()
    expect(view.agents).toEqual(view.possibleAgents)
  })

  it('needs the action of every agent that is left', async () => {
    const view = parallelView(await corridor.make())
    view.reset()
    expect(() => view.step({ agent_0: 1 })).toThrow('no action for agent_1')
    expect(() => view.step({ agent_0: 1, agent_1: [1, 1] })).toThrow('agent_1: got 2 numbers, expected 1')
    view.step({ agent_0: 1, agent_1: 1 })
  })

  it('acts legally for agents that have finished, on every kind of action', async () => {
    const worlds = [
      [tinyWorld({ spec: { agents: 2, action: box([1], 0.5, 1, 'refuse') }, lifetimes: [1] }), [0.5]],
      [tinyWorld({ spec: { agents: 2, action: box([1], -2, -1, 'refuse') }, lifetimes: [1] }), [-1]],
    ] as const
    for (const [world, action] of worlds) {
      const view = parallelView(await world.make({}))
      view.reset()
      view.step({ agent_0: action, agent_1: action })
      expect(view.agents).toEqual(['agent_1'])
      view.step({ agent_1: action })
    }
  })

  it('acts legally for agents that have finished, where later choices depend on earlier ones', async () => {
    const environment = await dials.make()
    const view = parallelView({
      ...environment,
      step(actions) {
        environment.step(actions)
        environment.truncated[0] = 1
      },
    })
    const legal = (a: number): readonly number[] => {
      const first = environment.actionMask!.indexOf(1, 7 * a) - 7 * a
      return [first, 0]
    }
    view.reset()
    for (let t = 0; t < 3; t++) view.step({ agent_0: legal(0), agent_1: legal(1) })
    expect(view.agents).toEqual(['agent_1'])
  })

  it('acts feasibly for agents that have finished choosing subsets', async () => {
    const environment = await satchel.make()
    const view = gymView(environment)
    view.reset()
    expect(view.step([0, 0, 0, 0, 0]).reward).toBe(0)
    expect(() => view.step([256, 0, 0, 0, 0])).toThrow('action 256 is not legal; expected a whole number')
  })

  it('plays a game in which players wait', async () => {
    const view = parallelView(await nim.make())
    const { infos } = view.reset({ seed: 2 })
    expect([...infos.agent_1.actionMask!]).toEqual([1, 0, 0, 0])
    let mover = 0
    while (view.agents.length > 0) {
      view.step({ [`agent_${mover}`]: 1, [`agent_${1 - mover}`]: 0 })
      mover = 1 - mover
    }
  })

  it('takes numbers in a box as they are, within float32', async () => {
    const view = parallelView(await springs.make({ outside: 'refuse' }))
    view.reset()
    view.step({ agent_0: 0.7, agent_1: [-0.7] })
    expect(() => view.step({ agent_0: 0.71, agent_1: 0 })).toThrow('a finite number from -0.7 to 0.7')
  })
})
