import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Diagnostics, type Task, diagnosticMetrics } from '../src/diagnostics.ts'
import { GridMap } from '../src/grid-map.ts'
import { GridWorlds } from '../src/worlds.ts'

/** An agent in one step: where it stands after it, and where its goal was in it; `on` says whether it was on the map. */
interface Moment {
  readonly cell: number
  readonly goal: number
  readonly on: boolean
}

/** [agents][steps + 1]; moment 0 is the start. */
type Trajectories = readonly (readonly Moment[])[]

const CELLS = 9
const cell = fc.nat(CELLS - 1)

/** Agents that stay, move and turn back, more often than chance would have it, and reach goals. */
function trajectories(task: Task, agents: number, steps: number): fc.Arbitrary<Trajectories> {
  const choice = fc.record({
    to: fc.constantFrom('stay', 'stay', 'back', 'goal', 'any'),
    any: cell,
    next: cell,
  })
  const agent = fc
    .record({
      start: cell,
      goal: cell,
      leaves: fc.boolean(),
      choices: fc.array(choice, { minLength: steps, maxLength: steps }),
    })
    .map(({ start, goal: first, leaves, choices }): Moment[] => {
      const moments: Moment[] = [{ cell: start, goal: first, on: true }]
      let goal = first
      let on = true
      let before = start
      for (const { to, any, next } of choices) {
        const from = moments[moments.length - 1].cell
        const chosen = { stay: from, back: before, goal, any }[to]!
        const there = on ? chosen : from
        moments.push({ cell: there, goal, on })
        if (there !== from) before = from
        if (!on || there !== goal) continue
        if (task === 'lifelong') goal = next
        else if (leaves) on = false
      }
      return moments
    })
  return fc.array(agent, { minLength: agents, maxLength: agents })
}

const episodes = fc
  .record({
    task: fc.constantFrom<Task>('lifelong', 'one-shot'),
    agents: fc.integer({ min: 1, max: 4 }),
    steps: fc.integer({ min: 1, max: 24 }),
  })
  .chain(({ task, agents, steps }) =>
    fc.record({
      task: fc.constant(task),
      agents: fc.constant(agents),
      steps: fc.constant(steps),
      worlds: fc.array(trajectories(task, agents, steps), { minLength: 2, maxLength: 2 }),
    }),
  )

/** The definitions of the README, from whole trajectories. */
function measured(task: Task, agents: Trajectories): number[] {
  const steps = agents[0].length - 1
  const moves = sum(agents.map((moments) => count(moments, (now, t) => now.cell !== moments[t - 1].cell)))
  const isWait = (moments: readonly Moment[], t: number): boolean =>
    moments[t].on && moments[t].cell === moments[t - 1].cell && moments[t].cell !== moments[t].goal
  const waits = sum(agents.map((moments) => count(moments, (_, t) => isWait(moments, t))))
  const served = agents.map((moments) =>
    moments.flatMap(({ on, cell: at, goal }, t) => (t > 0 && on && at === goal ? [t] : [])),
  )
  const gaps = agents.flatMap((moments, a) => {
    // Whoever has left stands on its goal, and its last time ended there.
    const left = task === 'one-shot' && moments.some(({ on }) => !on)
    const times = [0, ...served[a], ...(left ? [] : [steps])]
    return times.slice(1).map((t, k) => t - times[k])
  })
  const stuck = agents.map((moments) => {
    let t = steps
    while (t > 0 && isWait(moments, t)) t--
    return steps - t
  })
  const shares = task === 'lifelong' ? served.map((times) => times.length) : agents.map(arrival)
  const squares = sum(shares.map((x) => x * x))
  return [
    squares === 0 ? 1 : sum(shares) ** 2 / (agents.length * squares),
    Math.max(...gaps),
    served.filter((times) => times.length === 0).length / agents.length,
    waits === 0 ? 0 : waits / (waits + moves),
    sum(stuck) / (agents.length * steps),
  ]
}

/** The first step from which on an agent stands on its goal until the end; else the number of steps. */
function arrival(moments: readonly Moment[]): number {
  let t = moments.length
  while (t > 0 && moments[t - 1].cell === moments[t - 1].goal) t--
  return Math.min(t, moments.length - 1)
}

function count(moments: readonly Moment[], holds: (now: Moment, t: number) => boolean): number {
  return moments.filter((now, t) => t > 0 && holds(now, t)).length
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function emptyWorlds(batch: number, agents: number): GridWorlds {
  const worlds = new GridWorlds(batch, agents, 3, 3, 1)
  for (let w = 0; w < batch; w++) worlds.layMap(w, GridMap.of(['...', '...', '...']))
  return worlds
}

/** Puts world `w` into step t. */
function show(worlds: GridWorlds, w: number, agents: Trajectories, t: number): void {
  for (const [a, moments] of agents.entries()) {
    const i = w * worlds.agents + a
    worlds.positions[i] = worlds.frameCell(w, moments[t].cell)
    worlds.goals[i] = worlds.frameCell(w, moments[t].goal)
    worlds.active[i] = moments[t].on ? 1 : 0
  }
}

/** The state in which an episode is measured: agents that reached their goals have been given others, or have left. */
function showEnd(worlds: GridWorlds, w: number, task: Task, agents: Trajectories): void {
  for (const [a, moments] of agents.entries()) {
    const { cell: at, goal, on } = moments[moments.length - 1]
    const i = w * worlds.agents + a
    if (task === 'lifelong' && at === goal) worlds.goals[i] = worlds.frameCell(w, (goal + 1) % CELLS)
    if (!on) worlds.active[i] = 0
  }
}

function metricsOf(diagnostics: Diagnostics, w: number, task: Task): number[] {
  const { length } = diagnosticMetrics(task)
  const metrics = new Float64Array(length + 2).fill(NaN)
  diagnostics.measure(w, metrics, 1)
  expect([metrics[0], metrics[length + 1]]).toEqual([NaN, NaN])
  return Array.from(metrics.subarray(1, length + 1))
}

test('diagnostics are what whole trajectories give, each world for itself, and anew in every episode', () => {
  fc.assert(
    fc.property(episodes, ({ task, agents, steps, worlds: [first, second] }) => {
      const worlds = emptyWorlds(2, agents)
      const diagnostics = new Diagnostics(worlds, task)
      for (const order of [
        [first, second],
        [second, first],
      ]) {
        for (const [w, played] of order.entries()) {
          show(worlds, w, played, 0)
          diagnostics.start(w)
        }
        for (let t = 1; t <= steps; t++) {
          for (const [w, played] of order.entries()) {
            show(worlds, w, played, t)
            diagnostics.record(w)
          }
        }
        for (const [w, played] of order.entries()) {
          showEnd(worlds, w, task, played)
          expect(metricsOf(diagnostics, w, task)).toEqual(measured(task, played))
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('diagnostics go on from what was saved, in another world', () => {
  fc.assert(
    fc.property(episodes, fc.nat(24), ({ task, agents, steps, worlds: [played, other] }, pause) => {
      const [from, to] = [emptyWorlds(1, agents), emptyWorlds(2, agents)]
      const [whole, after] = [new Diagnostics(from, task), new Diagnostics(to, task)]
      show(from, 0, played, 0)
      whole.start(0)
      show(to, 1, other, 0)
      after.start(1)
      for (let t = 1; t <= steps; t++) {
        show(from, 0, played, t)
        whole.record(0)
        if (t > pause % steps) {
          show(to, 1, played, t)
          after.record(1)
          continue
        }
        const saved = structuredClone(whole.save(0))
        expect(after.accepts(saved, t)).toBe(true)
        show(to, 1, played, t)
        after.load(1, saved)
      }
      for (const [worlds, w] of [
        [from, 0],
        [to, 1],
      ] as const)
        showEnd(worlds, w, task, played)
      if (pause % steps > 0) expect(metricsOf(after, 1, task)).toEqual(metricsOf(whole, 0, task))
    }),
    { numRuns: 200 },
  )
})
