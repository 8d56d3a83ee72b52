/**
 * The environment's speed under random actions, and what its scripted policies add.
 *
 * `npx vitest bench --run --project env-mapf`: an operation is 64 steps of the whole batch, so that agent-steps per
 * second are the operations per second times the number in the group's name. Benches of a policy with its environment
 * less the environment alone give the policy's time.
 */
import { Seed } from '@gauntlet/core'
import { bench, describe } from 'vitest'
import { type LifelongParameters, assemble, lifelong } from '../src/lifelong.ts'
import { SoftMovement } from '../src/soft-movement.ts'

const STEPS = 64

const CASES: readonly (readonly [name: string, parameters: Partial<LifelongParameters>, batch: number])[] = [
  ['64 × 64 cells, 256 agents', { instances: 'generated', size: 64, density: 0.2, agents: 256 }, 1],
  ['64 × 64 cells, 256 agents, 8 worlds', { instances: 'generated', size: 64, density: 0.2, agents: 256 }, 8],
  ['random-8, 16 worlds', { agents: 8 }, 16],
  ['random-32, 16 worlds', { agents: 32 }, 16],
  ['random-64, 16 worlds', { agents: 64 }, 16],
]

for (const [name, parameters, batch] of CASES) {
  const { environment, worlds } = assemble(lifelong.resolve(parameters), batch)
  const rows = batch * worlds.agents
  const noise = Seed.from(1).stream()
  const recorded = Array.from({ length: STEPS }, () =>
    Int32Array.from({ length: rows }, () => noise.integer(5)),
  )
  const actions = new Int32Array(rows)
  environment.reset(Seed.from(0))
  describe(`${name}: ${STEPS * rows} agent-steps`, () => {
    bench('step', () => {
      for (let t = 0; t < STEPS; t++) environment.step(recorded[t])
    })
    const movement = new SoftMovement(worlds)
    bench('movement alone, nothing observed', () => {
      for (let t = 0; t < STEPS; t++) {
        for (let w = 0; w < batch; w++) movement.move(w, recorded[t])
      }
    })
    for (const expert of ['shortest-path', 'pibt']) {
      const policy = environment.expert!.policy(expert)
      policy.begin(environment, Seed.from(2))
      bench(`step and ${expert}`, () => {
        for (let t = 0; t < STEPS; t++) {
          policy.act(environment, actions, 'sample')
          environment.step(actions)
        }
      })
    }
  })
}
