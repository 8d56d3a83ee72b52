/** The classic tasks beside Gymnasium's own, by traces that `peers/tasks_gymnasium.py` wrote. */
import { readFileSync } from 'node:fs'
import type { Environment, EnvironmentDefinition } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { acrobot } from '../../src/studies/acrobot.ts'
import { cartPole } from '../../src/studies/cart-pole.ts'
import { deepSeaTreasure } from '../../src/studies/deep-sea-treasure.ts'
import { mountainCar } from '../../src/studies/mountain-car.ts'
import { pendulum } from '../../src/studies/pendulum.ts'
import { acted, begun, stand, standing } from './steps.ts'

interface Trace {
  readonly task: string
  readonly start: readonly number[]
  readonly actions: readonly number[]
  readonly states: readonly (readonly number[])[]
  readonly rewards: readonly (number | readonly number[])[]
  readonly terminated: boolean
}

const TRACES = JSON.parse(
  readFileSync(new URL('golden/gymnasium.json', import.meta.url), 'utf8'),
) as readonly Trace[]

const CLASSICS: Readonly<Record<string, EnvironmentDefinition>> = {
  'CartPole-v1': cartPole,
  'Acrobot-v1': acrobot,
  'MountainCar-v0': mountainCar,
  'Pendulum-v1': pendulum,
}
const TREASURES = {
  'deep-sea-treasure-v0': 'convex',
  'deep-sea-treasure-concave-v0': 'concave',
} as const

const traced = (names: object): [string, Trace][] =>
  TRACES.filter(({ task }) => Object.hasOwn(names, task)).map((trace, k) => [`${trace.task}, ${k}`, trace])

test.each(traced(CLASSICS))('%s goes as in Gymnasium', async (_, trace) => {
  const environment = await begun(CLASSICS[trace.task], {})
  stand(environment, trace.start)
  const last = trace.actions.length - 1
  for (const [t, action] of trace.actions.entries()) {
    acted(environment, [action])
    expect(environment.rewards[0]).toBe(Math.fround(trace.rewards[t] as number))
    expect(environment.terminated[0]).toBe(t === last && trace.terminated ? 1 : 0)
    // A world that has ended stands at its next start.
    const state = environment.ended[0] === 1 ? seen(environment, trace.task) : standing(environment)
    const bar = environment.ended[0] === 1 ? 2e-6 : 1e-10
    for (const [k, x] of trace.states[t].entries()) expect(Math.abs(state[k] - x)).toBeLessThan(bar)
  }
})

test.each(traced(TREASURES))('%s goes as in MO-Gymnasium', async (_, { task, ...trace }) => {
  const environment = await begun(deepSeaTreasure, { treasures: TREASURES[task as keyof typeof TREASURES] })
  const last = trace.actions.length - 1
  for (const [t, action] of trace.actions.entries()) {
    acted(environment, [action])
    expect([...environment.rewards]).toEqual(trace.rewards[t])
    expect(environment.terminated[0]).toBe(t === last && trace.terminated ? 1 : 0)
    const row = environment.ended[0] === 1 ? environment.finalObservations : environment.observations
    expect([row.indexOf(1), row.lastIndexOf(1) - 11]).toEqual(trace.states[t])
  }
})

/** The state that the last observation of an episode shows. */
function seen({ finalObservations }: Environment, task: string): number[] {
  if (task !== 'Acrobot-v1') return [...finalObservations]
  const [cosine, sine, nextCosine, nextSine, first, second] = finalObservations
  return [Math.atan2(sine, cosine), Math.atan2(nextSine, nextCosine), first, second]
}
