import { expect, test } from 'vitest'
import { GridMap } from '../../src/grid-map.ts'
import { AllOrNone } from '../../src/robots/all-or-none.ts'
import { Robots } from '../../src/robots/robots.ts'
import { SweptBoxes } from '../../src/robots/swept-boxes.ts'
import { GridWorlds } from '../../src/worlds.ts'
import { golden } from '../support/golden.ts'

/**
 * What the Start-Kit's own action model does: `start` and the second of each step are states, 4 · cell + facing; the first
 * of a step are the actions asked for; the third, where actions take several ticks, pairs of the ticks done and of what is
 * under way.
 */
interface Trace {
  readonly agentCounter: number
  readonly agentSize: number
  readonly map: readonly string[]
  readonly start: readonly number[]
  readonly steps: readonly (readonly [string, readonly number[], string?])[]
}

/** The robots of a trace, in the second of two worlds. */
function robotsOf({ map: lines, start, agentCounter }: Trace): Robots {
  const map = GridMap.of(lines)
  const worlds = new GridWorlds(2, start.length, map.rows + 1, map.columns + 2, 1)
  const robots = new Robots(worlds, agentCounter)
  worlds.layMap(1, map)
  start.forEach((state, a) => {
    worlds.place(1, a, worlds.frameCell(1, state >> 2))
    robots.facings[start.length + a] = state & 3
  })
  return robots
}

function statesOf({ worlds, facings }: Robots): number[] {
  const { agents, positions, rowOf, columnOf, maps } = worlds
  return Array.from({ length: agents }, (_, a) => {
    const cell = positions[agents + a]
    return 4 * ((rowOf[cell] - 1) * maps[1].columns + columnOf[cell] - 1) + facings[agents + a]
  })
}

function requestOf(actions: string): Int32Array {
  return Int32Array.from('3'.repeat(actions.length) + actions, Number)
}

test.each(golden<Trace[]>('robots/start-kit-v1').map((trace, k) => [k, trace] as const))(
  'the Start-Kit 1.1.5, trace %i',
  (_, trace) => {
    const robots = robotsOf(trace)
    const movement = new AllOrNone(robots)
    let errors = 0
    for (const [actions, states] of trace.steps) {
      errors += movement.move(1, requestOf(actions))
      expect(statesOf(robots)).toEqual(states)
    }
    expect(errors).toBeGreaterThan(0)
    expect(errors).toBeLessThan(trace.steps.length)
  },
)

test.each(golden<Trace[]>('robots/start-kit-v3').map((trace, k) => [k, trace] as const))(
  'the Start-Kit 3.1.0, trace %i',
  (_, trace) => {
    const robots = robotsOf(trace)
    const movement = new SweptBoxes(robots, trace.agentSize)
    const { agents } = robots.worlds
    for (const [actions, states, progress = '0.'.repeat(agents)] of trace.steps) {
      movement.move(1, requestOf(actions))
      expect(statesOf(robots)).toEqual(states)
      const counts = Array.from({ length: agents }, (__, a) => Number(progress[2 * a]))
      expect([...robots.counts.subarray(agents)]).toEqual(counts)
    }
  },
)
