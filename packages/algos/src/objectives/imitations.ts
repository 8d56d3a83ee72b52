/** How a policy learns to do what was done, for recipes: `IMITATION_PARTS`. */
import { type Stream, exp, number } from '@gauntlet/core'
import { choiceCriticOf, masksOf } from '../critics/choice-q.ts'
import { pairCriticOf } from '../critics/pair-q.ts'
import { qCriticOf } from '../critics/q.ts'
import { stateValueOf } from '../critics/state-value.ts'
import { twin } from '../estimators/value-targets.ts'
import { logSoftmax } from '../heads/log-softmax.ts'
import { pathwiseHeadOf } from '../policies/box-actors.ts'
import { type Built, type PartDefinition, actorOf, definePart } from '../recipe/part.ts'
import type { TransitionBatch } from '../stores/transitions.ts'
import type { Averages } from '../trainers/averages.ts'
import type { Improvement } from './improvements.ts'
import type { Weight } from './product.ts'
import { exponential } from './weights.ts'

/** By how much what was done in each row counts. */
type Weighing = (batch: TransitionBatch, stream: Stream) => Float64Array

/** -mean(w log π(a | s)). Source: Pomerleau 1988 (cloning), where every w is 1; Peters and Schaal 2007 for others. */
function imitation(built: Built, weigh: Weighing): Improvement {
  return {
    descend(batch: TransitionBatch, stream: Stream, averages: Averages): Float64Array {
      const { network, head } = actorOf(built)
      const { observations, actions, rows } = batch
      const masks = masksOf(batch.masks)
      const weights = weigh(batch, stream)
      const outputs = network.forward(observations, rows)
      const gradient = new Float32Array(outputs.length)
      const entropies = new Float64Array(rows)
      let loss = 0
      head.free?.gradient.fill(0)
      for (let i = 0; i < rows; i++) {
        loss -= (weights[i] * head.score(outputs, masks, i, actions)) / rows
        entropies[i] = head.entropy
        head.backward(outputs, masks, i, actions, -weights[i] / rows, 0, gradient)
      }
      network.backward(gradient)
      averages.add('policy_loss', loss)
      averages.add('entropy', entropies.reduce((sum, entropy) => sum + entropy, 0) / rows)
      return entropies
    },
  }
}

/**
 * Weights of the advantages A = min_k Q_k(s, a) - V(s), V being the policy's own mean of min_k Q_k: exact over choices, of one draw
 * in a box.
 * Source: Nair et al. 2020 (AWAC), equations 6 to 9.
 */
function byOwnAdvantage(built: Built, weight: Weight): Weighing {
  return (batch, stream) => {
    const boxed = batch.actions instanceof Float32Array
    const advantages = boxed ? pairAdvantages(built, batch, stream) : choiceAdvantages(built, batch)
    return advantages.map((advantage) => weight(advantage))
  }
}

function choiceAdvantages(
  built: Built,
  { observations, masks: kept, actions, rows }: TransitionBatch,
): Float64Array {
  const critic = choiceCriticOf(built)
  const { choices } = critic
  const masks = masksOf(kept)
  const [first, second] = critic.networks.map((_network, k) =>
    critic.values(k, 'learnt', observations, masks, rows),
  )
  const q = new Float64Array(first.length)
  twin(first, second, q)
  const logits = actorOf(built).network.predict(observations, rows)
  const logProbabilities = logSoftmax(logits, masks, choices)
  return Float64Array.from({ length: rows }, (_, i) => {
    let value = 0
    for (let k = i * choices; k < (i + 1) * choices; k++)
      if (masks?.[k] !== 0) value += exp(logProbabilities[k]) * q[k]
    return q[i * choices + actions[i]] - value
  })
}

function pairAdvantages(built: Built, batch: TransitionBatch, stream: Stream): Float64Array {
  const { observations, actions, rows } = batch
  const actor = actorOf(built)
  const head = pathwiseHeadOf(actor)
  const outputs = actor.network.predict(observations, rows)
  const noise = Float64Array.from({ length: actions.length }, () => stream.normal())
  const own = new Float32Array(actions.length)
  for (let i = 0; i < rows; i++) head.draw(outputs, i, noise, own)
  const done = Float32Array.from(actions, (action, j) => head.box.unit(j % head.box.width, action))
  const [q, value] = [done, own].map((units) => lesserQ(built, observations, units, rows))
  return q.map((each, i) => each - value[i])
}

function lesserQ(built: Built, observations: Float32Array, units: Float32Array, rows: number): Float64Array {
  const critic = pairCriticOf(built)
  const joined = critic.join(observations, units, rows)
  const [first, second] = critic.networks.map((_network, k) => critic.values(k, 'learnt', joined, rows))
  const out = new Float64Array(rows)
  twin(first, second, out)
  return out
}

/**
 * Weights of the advantages A = min_k Q̄_k(s, a) - V(s), V being a critic by itself.
 * Source: Kostrikov, Nair and Levine 2022 (implicit Q-learning), equation 7.
 */
function byStateValue(built: Built, weight: Weight): Weighing {
  return (batch) => {
    const values = stateValueOf(built).values(batch.observations, batch.rows)
    return qCriticOf(built)
      .least(batch, 'followers')
      .map((q, i) => weight(q - values[i]))
  }
}

/**
 * mean(|u(a) - μ(s)|² - λ Q_1(s, μ(s))) in units of the box, λ = α / mean |Q_1(s, μ(s))|, which is held when the gradient is taken.
 * Source: Fujimoto and Gu 2021 (TD3+BC), equations 4 and 5.
 */
function climbAndClone(built: Built, alpha: number): Improvement {
  return {
    descend({ observations, actions, rows }, _stream, averages) {
      const actor = actorOf(built)
      const head = pathwiseHeadOf(actor)
      const critic = pairCriticOf(built)
      const { width } = head.box
      const outputs = actor.network.forward(observations, rows)
      const units = new Float32Array(rows * width)
      const noise = new Float64Array(units.length)
      for (let i = 0; i < rows; i++) head.draw(outputs, i, noise, units)
      const q = critic.forward(0, critic.join(observations, units, rows), rows)
      const lambda = qScale(q, alpha)
      const byUnits = new Float32Array(units.length)
      critic.backward(0, new Float32Array(rows).fill(-lambda / rows), byUnits)
      let loss = 0
      for (let i = 0; i < rows; i++) loss -= (lambda * q[i]) / rows
      for (let j = 0; j < units.length; j++) {
        const error = units[j] - head.box.unit(j % width, actions[j])
        loss += (error * error) / rows
        byUnits[j] += (2 * error) / rows
      }
      const gradient = new Float32Array(outputs.length)
      for (let i = 0; i < rows; i++) head.backwardDraw(outputs, i, noise, byUnits, 0, gradient)
      actor.network.backward(gradient)
      averages.add('policy_loss', loss)
      averages.add('q_scale', lambda)
      return new Float64Array(rows)
    },
  }
}

/** λ = α / mean |Q|. Source: Fujimoto and Gu 2021, equation 5. */
export function qScale(q: ArrayLike<number>, alpha: number): number {
  let sum = 0
  for (let i = 0; i < q.length; i++) sum += Math.abs(q[i])
  return (alpha * q.length) / Math.max(sum, 1e-8)
}

export const IMITATION_PARTS: readonly PartDefinition<'objective'>[] = [
  definePart({
    id: 'supervised',
    slot: 'objective',
    parameters: {},
    columns: { reads: ['likelihood', 'transitions'], adds: ['loss'], needs: {} },
    build: (_parameters, { built }) => ({
      kind: 'improvement',
      improvement: imitation(built, ({ rows }) => new Float64Array(rows).fill(1)),
    }),
  }),
  definePart({
    id: 'advantage-weighted',
    slot: 'objective',
    parameters: {
      temperature: number({ default: 1, minimum: 1e-6, description: 'λ of the weights exp(A / λ)' }),
      cap: number({ default: 100, minimum: 0, description: 'The greatest weight' }),
    },
    columns: {
      reads: ['likelihood', 'transitions', 'twin-q-values'],
      adds: [],
      needs: { actions: ['discrete', 'box'] },
    },
    build: ({ temperature, cap }, { built }) => ({
      kind: 'improvement',
      improvement: imitation(built, byOwnAdvantage(built, exponential(temperature, cap))),
    }),
  }),
  definePart({
    id: 'value-weighted',
    slot: 'objective',
    parameters: {
      beta: number({ default: 3, minimum: 0, description: 'β of the weights exp(β A)' }),
      cap: number({ default: 100, minimum: 0, description: 'The greatest weight' }),
    },
    columns: {
      reads: ['likelihood', 'transitions', 'twin-q-values', 'state-values'],
      adds: [],
      needs: {},
    },
    build: ({ beta, cap }, { built }) => ({
      kind: 'improvement',
      improvement: imitation(built, byStateValue(built, exponential(1 / beta, cap))),
    }),
  }),
  definePart({
    id: 'deterministic-cloning',
    slot: 'objective',
    parameters: {
      alpha: number({ default: 2.5, minimum: 0, description: 'α: what value weighs beside cloning' }),
    },
    columns: { reads: ['transitions', 'q-values'], adds: [], needs: { actions: ['box'] } },
    build: ({ alpha }, { built }) => ({ kind: 'improvement', improvement: climbAndClone(built, alpha) }),
  }),
]
