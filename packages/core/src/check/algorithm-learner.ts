/** Checks of how an algorithm trains on an environment. */
import type { Learner, TrainingEvent } from '../algorithm.ts'
import { type Environment, wrapEnvironment } from '../environment.ts'
import type { WorldSnapshot } from '../faces.ts'
import { digestOf, sha256 } from '../digest.ts'
import type { AlgorithmSubject } from './algorithm-subject.ts'
import { type Check, fail, skip } from './report.ts'

export const LEARNER_CHECKS: readonly Check<AlgorithmSubject>[] = [
  {
    id: 'learner/trains',
    title: 'training draws no more than its budget, counts its steps and logs finite numbers',
    run: (subject) => requireSoundTraining(subject),
  },
  {
    id: 'learner/deterministic',
    title: 'two learners of the same seed learn the same',
    async run(subject) {
      const [first, second] = [await trained(subject), await trained(subject)]
      return compare(first, second, 'of the same seed')
    },
  },
  {
    id: 'learner/saves',
    title: 'a new learner that takes up a saved state acts as the one that saved it',
    run: (subject) => requireSaving(subject),
  },
  {
    id: 'learner/checkpoints',
    title: 'a new learner goes on from a checkpoint to the same bits',
    run: (subject) => requireResuming(subject),
  },
]

/** A training that has come to its end. */
interface Trained {
  readonly learner: Learner
  readonly environment: Environment
  readonly events: readonly TrainingEvent[]
  readonly drawn: number
}

/** Where a training stood at a checkpoint. */
interface Standing {
  readonly learner: Uint8Array
  readonly worlds: readonly WorldSnapshot[]
  readonly events: number
  readonly drawn: number
}

async function begun(subject: AlgorithmSubject): Promise<{ learner: Learner; environment: Environment }> {
  if (!subject.algorithm.trains) skip('the algorithm does not train')
  const environment = await subject.environment.make(subject.worlds)
  environment.reset(subject.environment.seed.fold('training'))
  return { learner: await subject.untrained(), environment }
}

/** Trains to the end of the budget; `onCheckpoint` is called at every checkpoint. */
async function trained(
  subject: AlgorithmSubject,
  onCheckpoint: (
    learner: Learner,
    environment: Environment,
    events: number,
    drawn: number,
  ) => void = () => {},
  from?: Standing,
): Promise<Trained> {
  const { learner, environment } = await begun(subject)
  if (from !== undefined) {
    learner.load?.(from.learner)
    from.worlds.forEach((world, w) => environment.snapshot?.restore(w, world))
  }
  let drawn = from?.drawn ?? 0
  const counted = wrapEnvironment(environment, {
    step(actions) {
      drawn += environment.batch
      environment.step(actions)
    },
  })
  const events: TrainingEvent[] = []
  for await (const event of learner.train?.(counted, subject.trainingBudget) ?? []) {
    events.push(event)
    if (event.kind === 'checkpoint') onCheckpoint(learner, environment, events.length, drawn)
  }
  if (events.length === 0)
    skip(`the learner says nothing within ${subject.trainingBudget} world steps; a greater budget shows more`)
  return { learner, environment, events, drawn }
}

async function requireSoundTraining(subject: AlgorithmSubject): Promise<string> {
  const { events, drawn, learner } = await trained(subject)
  if (drawn > subject.trainingBudget)
    fail(`drew ${drawn} world steps of a budget of ${subject.trainingBudget}`)
  let before = 0
  for (const event of events) {
    if (event.steps < before || event.steps > drawn) {
      fail(`says ${event.steps} steps after ${before}; ${drawn} were drawn in all`)
    }
    before = event.steps
    if (event.kind === 'checkpoint') continue
    for (const [name, value] of Object.entries(event.metrics)) {
      if (!Number.isFinite(value)) fail(`after ${event.steps} steps: ${name} is ${value}`)
    }
  }
  learner.dispose?.()
  return `${drawn} world steps of ${subject.trainingBudget}, ${events.length} events`
}

/** Digest of what a learner said, what it saves, and where its worlds stand. */
function outcome({ learner, environment, events }: Trained): string {
  const saved = learner.save === undefined ? '' : sha256(learner.save())
  return digestOf({ events, saved, observations: sha256(environment.observations) })
}

function compare(first: Trained, second: Trained, what: string): string {
  const [p, q] = [outcome(first), outcome(second)]
  first.learner.dispose?.()
  second.learner.dispose?.()
  if (p !== q) fail(`a learner ${what} comes out otherwise`)
  return `${first.drawn} world steps`
}

async function requireSaving(subject: AlgorithmSubject): Promise<string> {
  const { learner } = await trained(subject)
  if (learner.save === undefined || learner.load === undefined) skip('the learner saves nothing')
  const saved = learner.save()
  const other = await subject.untrained()
  other.load?.(saved)
  const again = other.save?.() ?? new Uint8Array()
  if (saved.length !== again.length || saved.some((byte, i) => byte !== again[i])) {
    fail('what it saves is not what it took up')
  }
  learner.dispose?.()
  other.dispose?.()
  return `${saved.length} bytes`
}

async function requireResuming(subject: AlgorithmSubject): Promise<string> {
  const standings: Standing[] = []
  const whole = await trained(subject, (learner, environment, events, drawn) => {
    const { snapshot, batch } = environment
    if (learner.save === undefined || snapshot === undefined) return
    const worlds = Array.from({ length: batch }, (_, w) => snapshot.save(w))
    standings.push({ learner: learner.save(), worlds, events, drawn })
  })
  if (standings.length < 2) skip('fewer than two checkpoints to go on from')
  // One from the midst, so that much came before it and much comes after.
  const from = standings[Math.floor((standings.length - 1) / 2)]
  const resumed = await trained(subject, () => {}, from)
  const events = whole.events.slice(from.events)
  return compare({ ...whole, events }, resumed, `that goes on from a checkpoint after ${from.drawn} steps`)
}
