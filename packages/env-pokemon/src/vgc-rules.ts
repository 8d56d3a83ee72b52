/** What happens in the worlds of `pokemon/vgc`: `VgcRules`. */
import {
  type ActionArray,
  type Buffers,
  type DatasetFace,
  GauntletError,
  IllegalActionError,
  type Instance,
  type Policy,
  type Rules,
  type Seed,
  type Stream,
  policyStreams,
  renewStream,
  streamMemory,
} from '@gauntlet/core'
import { CHOICES } from './actions/codes.ts'
import { Duel, type DuelRecord, PLAYERS as SIDES } from './duel.ts'
import { SideChannel } from './engine/channels.ts'
import { type BattleFormat, formatOf } from './engine/formats.ts'
import { readInputLogs } from './logs/input-log.ts'
import { logDataset } from './logs/log-dataset.ts'
import { readableLog } from './logs/readable-log.ts'
import { decisionOf } from './players/decision-of.ts'
import type { Player } from './players/player.ts'
import { PLAYERS } from './players/index.ts'
import { type ListedTeam, type TeamChoice, othersThan, teamsOf } from './teams/team-list.ts'
import { writeCompact } from './view/compact.ts'
import { writeTokens } from './view/tokens.ts'
import { battleSvg, battleText } from './vgc-picture.ts'
import { VGC, type VgcParameters } from './vgc.ts'

/** Numbers of an agent's action and of its mask. */
const PAIR = 2
const MASK = PAIR * CHOICES

/** What a snapshot holds: a battle, and the places of both players' teams. */
interface Saved {
  readonly duel: Duel
  readonly places: readonly [number, number]
}

/** The same as data. */
interface Recorded {
  readonly format: string
  readonly record: DuelRecord
  readonly places: Saved['places']
}

/** The worlds of `pokemon/vgc`, each a battle. */
export class VgcRules implements Rules {
  private readonly buffers: Buffers
  private readonly parameters: VgcParameters
  private readonly format: BattleFormat
  private readonly choice: TeamChoice
  private readonly duels: Duel[] = []
  /** The battle that ended last in each world. */
  private readonly last: Duel[] = []
  private readonly places: Saved['places'][] = []
  private readonly width: number

  constructor(parameters: VgcParameters, buffers: Buffers) {
    this.buffers = buffers
    this.parameters = parameters
    this.format = formatOf(parameters.format)
    this.choice = teamsOf(parameters, this.format)
    this.width = buffers.observations.length / (buffers.batch * SIDES)
  }

  start(w: number, { key }: Instance): void {
    const [first, second] = this.drawTeams(key.fold('teams').stream())
    this.duels[w] = Duel.start({
      format: this.format,
      seed: key.fold('battle'),
      teams: [first.team.packed, second.team.packed],
      names: ['Player 1', 'Player 2'],
    })
    this.places[w] = [first.place, second.place]
    this.markActive(w)
  }

  step(actions: ActionArray): void {
    const { batch } = this.buffers
    for (let w = 0; w < batch; w++) {
      const duel = this.duels[w]
      duel.play(actions, w * SIDES * PAIR)
      if (duel.ended) this.finish(w, duel.winner)
      else if (duel.battle.turn > this.parameters.turns)
        this.buffers.truncated.fill(1, w * SIDES, (w + 1) * SIDES)
      else continue
      this.last[w] = duel
    }
    for (let w = 0; w < batch; w++) {
      this.markActive(w)
    }
  }

  /** Refuses pairs whose choices are each legal, but not together. */
  check(actions: ActionArray): void {
    const { batch } = this.buffers
    for (let i = 0; i < batch * SIDES; i++) {
      const w = Math.floor(i / SIDES)
      const legal = this.duels[w].legal[i % SIDES]
      const [left, right] = [actions[PAIR * i], actions[PAIR * i + 1]]
      if (legal.has(left, right)) continue
      throw new IllegalActionError(w, i % SIDES, [left, right], 'choices that go together, as maskAfter says')
    }
  }

  observe(from: number, to: number): void {
    const { observations, actionMask } = this.buffers
    for (let w = from; w < to; w++) {
      const duel = this.duels[w]
      for (let a = 0; a < SIDES; a++) {
        const i = w * SIDES + a
        this.see(duel, a, observations, i * this.width)
        duel.legal[a].mask(actionMask!, i * MASK)
      }
    }
  }

  /** The battles of the parameters' logs, where there are any. */
  dataset(): DatasetFace | undefined {
    const { logs } = this.parameters
    if (logs === null) return undefined
    const { format, width } = this
    return logDataset(readInputLogs(logs, format), format, width, (duel, a, out, offset) =>
      this.see(duel, a, out, offset),
    )
  }

  maskAfter(factor: number, actions: Int32Array, mask: Uint8Array): void {
    if (factor !== 1) throw new GauntletError('factor', `${VGC}: got factor ${factor}, expected 1`)
    for (let i = 0; i < this.buffers.batch * SIDES; i++) {
      const legal = this.duels[Math.floor(i / SIDES)].legal[i % SIDES]
      legal.maskAfter(actions[PAIR * i], mask, i * CHOICES)
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { battle, winner, refusals } = this.duels[w]
    metrics[offset] = winner < 0 ? 0.5 : 1 - winner
    metrics[offset + 1] = battle.turn
    metrics[offset + 2] = battle.sides.reduce((sum, { pokemonLeft }) => sum + pokemonLeft, 0)
    metrics[offset + 3] = refusals[0] + refusals[1]
    metrics.set(this.places[w], offset + 4)
  }

  expert(name: string): Policy | undefined {
    const player = Object.hasOwn(PLAYERS, name) ? PLAYERS[name] : undefined
    return player && this.policyOf(player)
  }

  /**
   * The battle of a world: in the step that ended one, that; else the one that is played. Errors: GauntletError where there is
   * none.
   */
  duel(w: number): Duel {
    const duel = this.buffers.ended[w] === 1 ? this.last[w] : this.duels[w]
    if (duel !== undefined) return duel
    throw new GauntletError('world', `${VGC}: got world ${w}, expected one below ${this.duels.length}`)
  }

  renderText(w: number): string {
    return battleText(this.duels[w])
  }

  renderSvg(w: number): string {
    return battleSvg(this.duels[w])
  }

  renderLog(w: number): readonly string[] {
    return readableLog(new SideChannel('spectator').read(this.duel(w).battle.log))
  }

  save(w: number): Saved {
    return { duel: this.duels[w].copy(), places: this.places[w] }
  }

  record(w: number): Recorded {
    return { format: this.format.id, record: this.duels[w].record(), places: this.places[w] }
  }

  load(w: number, content: unknown): void {
    const { duel, places, record, format } = Object(content) as Partial<Saved & Recorded>
    const live = duel instanceof Duel ? duel : undefined
    if ((live === undefined && record === undefined) || places === undefined)
      throw new GauntletError('snapshot', `${VGC}: got a snapshot without its battle`)
    if (live === undefined ? format !== this.format.id : live.battle.format !== this.format.engine)
      throw new GauntletError(
        'snapshot',
        `${VGC}: got a snapshot of another format, expected ${this.format.id}`,
      )
    this.duels[w] = live?.copy() ?? Duel.replay(this.format, record!)
    this.places[w] = places
    this.markActive(w)
  }

  /** Writes what a player sees. */
  private see({ known, legal }: Duel, a: number, out: Float32Array, offset: number): void {
    if (this.parameters.observation === 'tokens') writeTokens(known[a], out, offset)
    else writeCompact(known[a], legal[a].phase, out, offset)
  }

  /** Fixed teams, or draws of each player's own; without mirrors the second draws among the others. */
  private drawTeams(stream: Stream): readonly [ListedTeam, ListedTeam] {
    const { teams, first, second } = this.choice
    const { mirror } = this.parameters
    const firsts = mirror || second === undefined ? teams : othersThan(teams, second)
    const one = first ?? firsts[stream.integer(firsts.length)]
    if (second !== undefined) return [one, second]
    const others = mirror ? teams : othersThan(teams, one)
    return [one, others[stream.integer(others.length)]]
  }

  private finish(w: number, winner: number): void {
    const { rewards, terminated } = this.buffers
    terminated.fill(1, w * SIDES, (w + 1) * SIDES)
    if (winner < 0) return
    rewards[w * SIDES + winner] = 1
    rewards[w * SIDES + 1 - winner] = -1
  }

  private markActive(w: number): void {
    const { active } = this.buffers
    for (let a = 0; a < SIDES; a++) active![w * SIDES + a] = this.duels[w].decides(a) ? 1 : 0
  }

  /** A player on both sides; it decides for those who are active in the view, and else passes. */
  private policyOf(player: Player): Policy {
    let streams: Stream[] = []
    return {
      begin: (view, seed) => {
        streams = policyStreams(seed, view.batch)
      },
      act: (view, actions, mode) => {
        if (streams.length < view.batch)
          throw new GauntletError('order', `${VGC}: an expert acts before begin`)
        actions.fill(0)
        for (let i = 0; i < view.batch * SIDES; i++) {
          if (view.active![i] === 0) continue
          const w = Math.floor(i / SIDES)
          const decision = decisionOf(this.duels[w], i % SIDES, streams[w], mode)
          player(decision, actions as Int32Array, PAIR * i)
        }
      },
      forget: (world, seed?: Seed) => renewStream(streams, world, seed),
      memory: streamMemory(() => streams),
    }
  }
}
