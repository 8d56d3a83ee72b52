/** Checks of the faces that carry data: arm models and datasets. */
import type { Environment } from '../../environment.ts'
import type { ArmModelFace, DatasetColumns, DatasetFace } from '../../faces.ts'
import { actionWidth, allocateActions, checkActions, maskWidth, product } from '../../spaces.ts'
import { play } from '../play.ts'
import { type Check, fail, skip } from '../report.ts'
import { type EnvironmentSubject, faceOf } from '../subject.ts'

export const DATA_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'arm-model/distributions',
    title: 'every row of transitions is a distribution, rewards are finite, the discount is from 0 to 1',
    async run(subject) {
      const environment = await subject.make(1)
      if (!environment.spec.faces.includes('armModel')) skip('there is no arm model')
      environment.reset(subject.seed)
      return requireDistributions(faceOf(environment.armModel, 'armModel'))
    },
  },
  {
    id: 'arm-model/states',
    title: 'arms are always in one of the states of the model',
    run: (subject) => requireArmStates(subject),
  },
  {
    id: 'dataset/rows',
    title: 'logged rows are readable, within their spaces, and the same when they are read again',
    async run(subject) {
      const environment = await subject.make(1)
      if (!environment.spec.faces.includes('dataset')) skip('there is no dataset')
      return requireRows(environment)
    },
  },
]

function requireDistributions(model: ArmModelFace): string {
  const { arms, states, interventions, transitions, rewards, discount } = model
  const rows = arms * interventions * states
  if (transitions.length !== rows * states) {
    fail(`transitions have ${transitions.length} numbers, expected ${rows * states}`)
  }
  if (rewards.length !== rows) fail(`rewards have ${rewards.length} numbers, expected ${rows}`)
  if (!(discount >= 0 && discount <= 1)) fail(`the discount is ${discount}, expected 0 to 1`)
  for (let row = 0; row < rows; row++) {
    const arm = Math.floor(row / (interventions * states))
    const place = `arm ${arm}, intervention ${Math.floor(row / states) % interventions}, state ${row % states}`
    const chances = transitions.subarray(row * states, (row + 1) * states)
    const sum = chances.reduce((total, chance) => total + chance, 0)
    if (!(Math.abs(sum - 1) < 1e-9)) fail(`${place}: the chances sum to ${sum}, expected 1`)
    const negative = chances.find((chance) => !(chance >= 0))
    if (negative !== undefined) fail(`${place}: a chance is ${negative}, expected at least 0`)
    if (!Number.isFinite(rewards[row]))
      fail(`${place}: the reward is ${rewards[row]}, expected a finite number`)
  }
  return `${rows} rows of ${states} states`
}

async function requireArmStates(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(3)
  if (!environment.spec.faces.includes('armModel')) skip('there is no arm model')
  const { arms, states, armStates } = faceOf(environment.armModel, 'armModel')
  const out = new Int32Array(3 * arms)
  const player = play(environment, subject.seed)
  for (let t = 0; t <= subject.steps; t++) {
    armStates(out.fill(-1))
    const i = out.findIndex((state) => !(state >= 0 && state < states))
    if (i >= 0) {
      const place = `world ${Math.floor(i / arms)}, arm ${i % arms}, step ${t}`
      fail(`${place}: the state is ${out[i]}, expected 0 to ${states - 1}`)
    }
    player.step()
  }
  return `${subject.steps} steps of 3 worlds`
}

/** Rows looked at, from the beginning and from the end. */
const ROWS = 256

function requireRows(environment: Environment): string {
  const { dataset, spec } = environment
  const face = faceOf(dataset, 'dataset')
  if (!Number.isSafeInteger(face.size) || face.size < 1) fail(`the size is ${face.size}, expected at least 1`)
  const count = Math.min(ROWS, face.size)
  for (const from of [0, face.size - count]) {
    const [first, second] = [emptyColumns(environment, face, count), emptyColumns(environment, face, count)]
    face.read(from, count, first)
    face.read(from, count, second)
    requireLegalColumns(environment, first, from)
    const again = new Map(Object.entries(second))
    for (const [name, values] of Object.entries(first)) {
      const others = again.get(name)!
      const k = values.findIndex((value: number, i: number) => !Object.is(value, others[i]))
      if (k >= 0)
        fail(`row ${from} and on: ${name} [${k}] is ${others[k]} the second time, expected ${values[k]}`)
    }
    checkActions(spec.action, first.actions.slice(), first.masks, 1)
  }
  return `${count} of ${face.size} rows from either end`
}

function emptyColumns({ spec }: Environment, { keeps = [] }: DatasetFace, count: number): DatasetColumns {
  const width = count * product(spec.observation.shape)
  const bytes = (perRow: number): Uint8Array => new Uint8Array(count * perRow).fill(165)
  const optional = { masks: maskWidth(spec.action), nextMasks: maskWidth(spec.action), truncated: 1 }
  const kept = keeps.map((name) => [name, bytes(optional[name])])
  return {
    ...Object.fromEntries(kept),
    observations: new Float32Array(width).fill(NaN),
    actions: allocateActions(spec.action, count),
    rewards: new Float32Array(count).fill(NaN),
    nextObservations: new Float32Array(width).fill(NaN),
    terminated: bytes(1),
    propensities: new Float64Array(count).fill(Infinity),
  }
}

function requireLegalColumns({ spec }: Environment, columns: DatasetColumns, from: number): void {
  const rows = columns.rewards.length
  const within = (name: keyof DatasetColumns, low: number, high: number, orUnknown = false): void => {
    const values = columns[name] ?? []
    const width = values.length / rows
    values.forEach((value: number, k: number) => {
      if ((orUnknown && Number.isNaN(value)) || (value >= low && value <= high && Number.isFinite(value)))
        return
      fail(
        `row ${from + Math.floor(k / width)}: ${name} [${k % width}] is ${value}, expected ${low} to ${high}`,
      )
    })
  }
  const [low, high] = [Math.fround(spec.observation.low), Math.fround(spec.observation.high)]
  within('observations', low, high)
  within('nextObservations', low, high)
  within('rewards', Math.fround(spec.rewardRange[0]), Math.fround(spec.rewardRange[1]))
  within('terminated', 0, 1)
  within('propensities', Number.MIN_VALUE, 1, true)
  for (const name of ['masks', 'nextMasks', 'truncated'] as const) within(name, 0, 1)
  const width = actionWidth(spec.action)
  if (columns.actions.length !== rows * width) fail(`actions have ${columns.actions.length} numbers`)
}
