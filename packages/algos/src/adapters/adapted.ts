/** An environment seen through an adapter: `adapted`, `Adapted`, `Cause`; `onlyFaces`; `expertsThrough`. */
import {
  type ActionArray,
  type ActionSpace,
  type Buffers,
  type Environment,
  type EnvironmentSpec,
  type ExpertFace,
  type FaceName,
  type Faces,
  GauntletError,
  type Instance,
  type WorldSnapshot,
  actionWidth,
  allocateActions,
  checkActions,
} from '@gauntlet/core'

/** Why worlds beneath stand as they do: they have made a step, they have begun an episode, or neither. */
export type Cause = 'step' | 'begin' | 'none'

/** What an adapter puts over an environment. */
export interface Adapted {
  readonly spec: EnvironmentSpec
  /** Buffers of its own; all others are those of the environment beneath. */
  readonly buffers?: Partial<Buffers>
  /** Faces in place of those beneath; `snapshot` and `instance` follow from the rest. */
  readonly faces?: Faces
  /**
   * Passes on what legal actions [batch, agents, actionWidth] mean beneath. Absent where they mean the same. False where
   * the environment beneath has yet to step, because there is more to decide.
   */
  act?(actions: ActionArray): boolean | void
  /** Brings its own buffers of worlds `from … to - 1` up to date with those beneath. */
  follow(from: number, to: number, cause: Cause): void
  /** What it remembers of a world beyond its buffers, for snapshots; `load` comes before `follow`. */
  save?(world: number): unknown
  load?(world: number, content: unknown): void
}

/**
 * The environment beneath, seen as `over` says. Actions are checked against the spec that is seen, so that what is illegal
 * there moves nothing; illegal ones are named as whoever acts knows them.
 * Where others move the environment beneath, as at a seat of a game, buffers follow in `refresh`, otherwise after each step.
 */
export function adapted(environment: Environment, over: Adapted): Environment {
  const { batch, refresh, snapshot, instance } = environment
  const { spec, buffers, faces } = over
  const act = over.act ?? ((actions: ActionArray): void => environment.step(actions))
  let stepped = false
  const shown = { ...buffersOf(environment), ...buffers }
  const seen: Environment = {
    ...shown,
    spec,
    ...Object.fromEntries(spec.faces.map((name) => [name, faces?.[name] ?? environment[name]])),
    reset(seed, schedule) {
      environment.reset(seed, schedule)
      stepped = false
      over.follow(0, batch, 'begin')
    },
    step(actions) {
      requireActions(spec, actions, batch * spec.agents)
      checkActions(spec.action, actions, shown.actionMask, spec.agents)
      if (act(actions) === false) return
      if (refresh === undefined) over.follow(0, batch, 'step')
      else stepped = true
    },
    ...(refresh && {
      refresh() {
        refresh.call(environment)
        over.follow(0, batch, stepped ? 'step' : 'none')
        stepped = false
      },
    }),
    ...(environment.scoreSoFar && { scoreSoFar: (world: number) => environment.scoreSoFar!(world) }),
    renderText: (world) => environment.renderText(world),
    renderSvg: (world) => environment.renderSvg(world),
    ...(environment.renderLog && { renderLog: (world: number) => environment.renderLog!(world) }),
    ...(instance &&
      spec.faces.includes('instance') && {
        instance: {
          current: (world: number) => instance.current(world),
          restart(world: number, next: Instance) {
            instance.restart(world, next)
            over.follow(world, world + 1, 'begin')
          },
        },
      }),
    ...(snapshot &&
      spec.faces.includes('snapshot') && {
        snapshot: {
          cloneable: snapshot.cloneable,
          save: (world: number) => saved(snapshot.save(world), over.save?.(world)),
          ...(snapshot.record && {
            record: (world: number) => saved(snapshot.record!(world), over.save?.(world)),
          }),
          restore(world: number, given: WorldSnapshot) {
            const { base, own } = over.save === undefined ? { base: given, own: undefined } : parted(given)
            snapshot.restore(world, base)
            over.load?.(world, own)
            over.follow(world, world + 1, 'none')
          },
        },
      }),
  }
  over.follow(0, batch, 'none')
  return seen
}

/** The spec with no faces but `faces`, and without what it says of the others. */
export function onlyFaces(
  spec: EnvironmentSpec,
  kept: readonly FaceName[],
  missing: EnvironmentSpec['missingFaces'] = {},
): EnvironmentSpec {
  const { postDecision, experts, ...rest } = spec
  const faces = spec.faces.filter((face) => kept.includes(face))
  return {
    ...rest,
    faces,
    ...(postDecision && faces.includes('postDecision') && { postDecision }),
    ...(experts && faces.includes('expert') && { experts }),
    missingFaces: { ...missing, ...spec.missingFaces },
  }
}

/** The experts beneath; `encode` writes what actions of `rows` rows beneath are in `action`. */
export function expertsThrough(
  environment: Environment,
  encode: (own: ActionArray, actions: ActionArray, rows: number) => void,
): { readonly expert?: ExpertFace } {
  const { expert, spec, batch } = environment
  if (expert === undefined) return {}
  const rows = batch * spec.agents
  const policy: ExpertFace['policy'] = (name, configuration) => {
    const scripted = expert.policy(name, configuration)
    const own = allocateActions(spec.action, rows)
    return {
      begin: (_, seed) => scripted.begin(environment, seed),
      act(_, actions, mode) {
        scripted.act(environment, own, mode)
        encode(own, actions, rows)
      },
      ...(scripted.forget && { forget: (world, seed) => scripted.forget!(world, seed) }),
      ...(scripted.memory && { memory: scripted.memory }),
    }
  }
  return { expert: { policy } }
}

/** Actions that mean the same on both sides of an adapter. */
export function sameActions(own: ActionArray, actions: ActionArray): void {
  for (let i = 0; i < own.length; i++) actions[i] = own[i]
}

function buffersOf(environment: Environment): Buffers {
  const { batch, observations, state, actionMask, rewards, terminated, truncated, active, ended } =
    environment
  const { finalObservations, finalState, finalActionMask, returns, lengths, metrics, costs } = environment
  const live = { observations, state, actionMask, rewards, terminated, truncated, active, ended, costs }
  return { batch, ...live, finalObservations, finalState, finalActionMask, returns, lengths, metrics }
}

function saved(base: WorldSnapshot, own: unknown): WorldSnapshot {
  return own === undefined ? base : { ...base, content: { beneath: base.content, own } }
}

function parted(given: WorldSnapshot): { readonly base: WorldSnapshot; readonly own: unknown } {
  const content = given?.content as { readonly beneath?: unknown; readonly own?: unknown } | undefined
  if (content?.own === undefined)
    throw new GauntletError('snapshot', 'got a snapshot of an environment seen without this adapter')
  return { base: { ...given, content: content.beneath }, own: content.own }
}

/** Errors: GauntletError where actions are of another type or length than the space's. */
function requireActions({ action, agents }: EnvironmentSpec, actions: ActionArray, rows: number): void {
  const expected = typeOf(action)
  if (!(actions instanceof expected)) {
    const given = Object.prototype.toString.call(actions)
    throw new GauntletError('actions', `got ${given}, expected ${expected.name}`)
  }
  const length = rows * actionWidth(action)
  if (actions.length === length) return
  throw new GauntletError(
    'actions',
    `got ${actions.length} numbers, expected ${length} for ${rows / agents} worlds`,
  )
}

function typeOf({
  kind,
}: ActionSpace): Float32ArrayConstructor | Uint8ArrayConstructor | Int32ArrayConstructor {
  if (kind === 'box') return Float32Array
  return kind === 'combinatorial' ? Uint8Array : Int32Array
}
