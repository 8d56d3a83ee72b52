import { expect, it } from 'vitest'
import { expertDataset } from '../src/expert-dataset.ts'
import { Seed } from '../src/random/seed.ts'
import { corridor } from './worlds/index.ts'

it('keeps masks of both states and who was cut off, where they are asked for', async () => {
  const environment = await corridor.make({ horizon: 5 })
  const { spec } = environment
  const played = await corridor.make({ horizon: 5 })
  const dataset = expertDataset(corridor.id, spec, 'rightward', () => played)
  expect(dataset.keeps).toEqual(['truncated', 'masks', 'nextMasks'])
  const rows = 2 * spec.horizon * spec.agents
  const needed = {
    observations: new Float32Array(rows * 2),
    actions: new Int32Array(rows),
    rewards: new Float32Array(rows),
    nextObservations: new Float32Array(rows * 2),
    terminated: new Uint8Array(rows),
    propensities: new Float64Array(rows),
  }
  dataset.read(0, rows, needed)
  const columns = {
    ...needed,
    masks: new Uint8Array(rows * 3),
    nextMasks: new Uint8Array(rows * 3),
    truncated: new Uint8Array(rows),
  }
  dataset.read(0, rows, columns)

  const seed = Seed.from(0).fold('dataset').fold(0)
  environment.reset(seed, (_, k) => ({ key: seed.fold(k) }))
  for (let t = 0; t < spec.horizon; t++) {
    const [from, to] = [t * 6, (t + 1) * 6]
    expect(columns.masks.subarray(from, to)).toEqual(environment.actionMask)
    environment.step(columns.actions.slice(2 * t, 2 * t + 2))
    const ended = environment.ended[0] === 1
    const after = ended ? environment.finalActionMask : environment.actionMask
    expect(columns.nextMasks.subarray(from, to)).toEqual(after)
    expect(columns.truncated.subarray(2 * t, 2 * t + 2)).toEqual(environment.truncated)
  }
  expect(columns.truncated).toContain(1)
})
