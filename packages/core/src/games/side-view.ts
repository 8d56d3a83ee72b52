/** A game as one side alone: `SideView`. */
import { type Buffers, type Environment, allocateBuffers } from '../environment.ts'
import { GauntletError } from '../errors.ts'
import type { ExpertFace, MaskAfterFace } from '../faces.ts'
import { actionWidth, allocateActions, maskWidth, product } from '../spaces.ts'
import type { EnvironmentSpec } from '../spec.ts'
import { refuseReset } from './game-view.ts'
import type { Seat } from './seat.ts'
import { seatSpec } from './side-spec.ts'

/** The seat's agents, over buffers of their own. Shapes as everywhere, with the agents of one side. */
export class SideView {
  readonly environment: Environment
  private readonly seat: Seat
  private readonly buffers: Buffers
  private readonly spec: EnvironmentSpec

  /** Errors: GauntletError where a side cannot stand alone. */
  constructor(seat: Seat, metrics: Float64Array) {
    const { source, rows } = seat
    const spec = seatSpec(source.spec, false)
    if (spec === undefined)
      throw new GauntletError(
        'sides',
        'got a side that cannot stand alone, expected two alike that choose no subsets',
      )
    this.seat = seat
    this.spec = spec
    this.buffers = { ...allocateBuffers(spec, source.batch), metrics, costs: source.costs }
    const { instance, expert, dataset, maskAfter } = source
    this.environment = {
      ...this.buffers,
      spec,
      ...(instance && { instance }),
      ...(expert && { expert: this.expertFace(expert) }),
      ...(dataset && { dataset }),
      ...(maskAfter && { maskAfter: this.maskAfterFace(maskAfter) }),
      reset: refuseReset,
      step: (actions) => {
        for (let r = 0; r < rows.length; r++) seat.decide(actions, r, rows[r])
      },
      renderText: (world) => source.renderText(world),
      renderSvg: (world) => source.renderSvg(world),
    }
    this.collect(0, source.batch)
    this.show()
  }

  /** Copies what the last step came to in worlds `from … to - 1`. */
  collect(from: number, to: number): void {
    const { buffers, spec } = this
    const { source } = this.seat
    const { objectives, observation, action, agents } = spec
    const [first, end] = [from * agents, to * agents]
    this.gather(source.rewards, buffers.rewards, objectives, first, end)
    this.gather(source.terminated, buffers.terminated, 1, first, end)
    this.gather(source.truncated, buffers.truncated, 1, first, end)
    for (let w = from; w < to; w++) {
      buffers.ended[w] = source.ended[w]
      buffers.lengths[w] = source.lengths[w]
      if (source.ended[w] === 0) continue
      const [own, next] = [w * agents, (w + 1) * agents]
      this.gather(source.returns, buffers.returns, objectives, own, next)
      this.gather(source.finalObservations, buffers.finalObservations, product(observation.shape), own, next)
      if (source.finalActionMask !== undefined)
        this.gather(source.finalActionMask, buffers.finalActionMask!, maskWidth(action), own, next)
    }
  }

  /** Copies how the worlds stand. */
  show(): void {
    const { buffers, spec, seat } = this
    const { source, rows } = seat
    this.gather(source.observations, buffers.observations, product(spec.observation.shape), 0, rows.length)
    if (source.actionMask !== undefined)
      this.gather(source.actionMask, buffers.actionMask!, maskWidth(spec.action), 0, rows.length)
    if (buffers.active !== undefined) this.gather(source.active!, buffers.active, 1, 0, rows.length)
  }

  /** Copies rows `first … end - 1` of the seat, `width` numbers each. */
  private gather<T extends Float32Array | Float64Array | Uint8Array>(
    from: T,
    to: T,
    width: number,
    first: number,
    end: number,
  ): void {
    const { rows } = this.seat
    for (let r = first; r < end; r++) {
      const base = rows[r] * width
      for (let k = 0; k < width; k++) to[r * width + k] = from[base + k]
    }
  }

  /** The game's experts, for this side alone. */
  private expertFace(face: ExpertFace): ExpertFace {
    const { seat } = this
    const { action } = seat.source.spec
    const width = actionWidth(action)
    return {
      policy(name, configuration) {
        const expert = face.policy(name, configuration)
        const whole = allocateActions(action, seat.source.terminated.length)
        return {
          begin: (_, seed) => expert.begin(seat.game, seed),
          act(_, actions, mode) {
            expert.act(seat.game, whole, mode)
            for (let r = 0; r < seat.rows.length; r++) {
              for (let k = 0; k < width; k++) actions[r * width + k] = whole[seat.rows[r] * width + k]
            }
          },
          forget: (world, seed) => expert.forget?.(world, seed),
          ...(expert.memory && { memory: expert.memory }),
        }
      },
    }
  }

  /** Later masks of this side; the game is asked with the other's first legal choices, since its own are not known. */
  private maskAfterFace(face: MaskAfterFace): MaskAfterFace {
    const { source, rows } = this.seat
    const { action } = source.spec
    const counts = action.kind === 'multi-discrete' ? action.counts : []
    const factors = counts.length
    const choices = new Int32Array(source.terminated.length * factors)
    const masks = counts.map((count) => new Uint8Array(source.terminated.length * count))
    const ask = (factor: number, actions: Int32Array): void => {
      for (let r = 0; r < rows.length; r++) {
        for (let f = 0; f < factor; f++) choices[rows[r] * factors + f] = actions[r * factors + f]
      }
      face.maskAfter(factor, choices, masks[factor])
    }
    return {
      maskAfter: (factor, actions, mask) => {
        chooseFirst(source.actionMask!, maskWidth(action), counts[0], choices, 0, factors)
        for (let f = 1; f < factor; f++) {
          ask(f, actions)
          chooseFirst(masks[f], counts[f], counts[f], choices, f, factors)
        }
        ask(factor, actions)
        this.gather(masks[factor], mask, counts[factor], 0, rows.length)
      },
    }
  }
}

/** Lets every row choose the first of `count` that its mask, of `width` numbers a row, leaves of factor `f`. */
function chooseFirst(
  mask: Uint8Array,
  width: number,
  count: number,
  choices: Int32Array,
  f: number,
  factors: number,
): void {
  for (let i = 0; i * factors < choices.length; i++) {
    let k = 0
    while (k < count - 1 && mask[i * width + k] === 0) k++
    choices[i * factors + f] = k
  }
}
