/**
 * Episodes played in the page by the packages themselves: `recordInPage`, `pictures`. Their scripts are loaded when the first
 * replay is opened.
 */
import type { Replay } from '@gauntlet/core'
import type { CellData } from '../../src/site-data.ts'
import { load, loadScript } from '../data.ts'
import { type Course, CourseTape } from './course.ts'
import { type Paths, pathsOf } from './overlay.ts'

/** What scripts of packages leave in global variables. */
interface Packages {
  readonly gauntletCore: typeof import('@gauntlet/core')
  readonly gauntletBenchEpisode: typeof import('@gauntlet/bench/episode')
}

type Catalogue = import('@gauntlet/bench/episode').Catalogue
type Plugin = import('@gauntlet/core').Plugin

/** Time after which the page is given a moment to live, in milliseconds. */
const SLICE = 12
/** Of longer episodes only every so many pictures are kept. */
const MOST_PICTURES = 1500
const SCOPE = '@gauntlet/'

export interface Episode {
  readonly j: number
  /** Another seed's instances; the cell's own where null. */
  readonly seed: number | null
}

/** An episode as it was played here. */
export interface Recorded {
  readonly replay: Replay
  /** Whether it was compared with what the cell's evaluation measured: instances of another seed are not. */
  readonly compared: boolean
  /** By step: the first picture is that of step 0. */
  readonly pictures: readonly Picture[]
  /** Where what moves in them went; null where nothing does. */
  readonly paths: Paths | null
  /** What happened in the whole episode, as lines, where the environment tells it; none where it does not. */
  readonly log: readonly string[]
  /** What can be drawn over the steps, by its name. */
  readonly courses: readonly Course[]
}

/** What plays an episode: still at it, done, or unable. */
export type Played =
  | { readonly state: 'playing'; readonly steps: number }
  | { readonly state: 'there'; readonly recorded: Recorded }
  | { readonly state: 'failed'; readonly message: string }

export interface Picture {
  readonly t: number
  /** The score so far, where the environment tells it, or else the return, the mean over agents. */
  readonly soFar: number
  readonly svg: string
  readonly text: string
  /** How many lines of the log had been told. */
  readonly told: number
}

/**
 * Plays an episode of a cell and draws it. `onStep` is told how far that is.
 * Errors: where the page lacks a package, a version or the policy; those of the policy and the environment.
 */
export async function playInPage(
  data: CellData,
  { j, seed }: Episode,
  onStep: (steps: number) => void,
): Promise<Recorded> {
  const { result, play } = data
  if (play.trained && play.policy === null) {
    throw new Error('What training left is not on this site, which holds that of each row’s first seed')
  }
  const catalogue = await catalogueOf(play.packages)
  const { gauntletBenchEpisode: episodes } = packages()
  const files = await bytesBy(Object.entries(play.files))
  const cell = episodes.restoreCell(catalogue, result.key, result.descriptor, (digest) => files.get(digest))
  const saved = play.policy === null ? null : bytesOf(await load<string>(play.policy))
  const learner = await episodes.trainedLearner(catalogue, cell, saved)
  try {
    const given = seed === null ? {} : { seed }
    const steps = episodes.recordEpisode(catalogue, cell, learner, j, given)
    const breathe = breather()
    let played = await steps.next()
    while (played.done !== true) {
      onStep(played.value)
      await breathe()
      played = await steps.next()
    }
    const replay = played.value
    const own = seed === null || seed === result.descriptor.seed
    if (own) episodes.checkEpisode(replay, result.episodes, j)
    return { replay, compared: own, ...(await draw(catalogue, replay)) }
  } finally {
    learner.dispose?.()
  }
}

/**
 * Plays the replay again, which checks its digest, and draws every step but the last, after which the world begins anew; keeps
 * what can be drawn over the steps.
 */
async function draw(catalogue: Catalogue, replay: Replay): Promise<Omit<Recorded, 'replay' | 'compared'>> {
  const definition = catalogue.environments.get(replay.environment.id)
  if (definition === undefined) throw new Error(`there is no environment ${replay.environment.id}`)
  const every = Math.ceil(replay.steps / MOST_PICTURES)
  const pictures: Picture[] = []
  let log: readonly string[] = []
  let tape: CourseTape | undefined
  const breathe = breather()
  let total = 0
  for await (const { t, environment, actions } of packages().gauntletCore.playReplay(definition, replay)) {
    const { rewards, scoreSoFar } = environment
    tape ??= new CourseTape(environment)
    const reward = rewards.reduce((sum, one) => sum + one, 0) / rewards.length
    if (t > 0) {
      total += reward
      tape.count(actions, reward)
    }
    const last = t === replay.steps
    if (last || t % every === 0) log = environment.renderLog?.(0) ?? []
    if (last || t % every !== 0) continue
    const soFar = scoreSoFar === undefined ? total : environment.scoreSoFar!(0)
    const [svg, text] = [environment.renderSvg(0), environment.renderText(0)]
    pictures.push({ t, soFar, svg, text, told: log.length })
    tape.keep(t, soFar, reward, actions)
    await breathe()
  }
  // What the last step brought stands beside the last picture.
  const whole = pictures.map((picture, k) =>
    k === pictures.length - 1 ? { ...picture, told: log.length } : picture,
  )
  return { pictures: whole, paths: pathsOf(whole), log, courses: tape?.courses() ?? [] }
}

/** Lets the page live once its slice of time is over. */
function breather(): () => Promise<void> {
  let start = performance.now()
  return async () => {
    if (performance.now() - start < SLICE) return
    await new Promise((done) => setTimeout(done))
    start = performance.now()
  }
}

const loading = new Map<string, Promise<void>>()

/** Loads packages, in an order in which each finds what it needs. */
async function catalogueOf(names: readonly string[]): Promise<Catalogue> {
  const plugins = names.map((name) => name.slice(SCOPE.length))
  for (const script of ['core', 'tables', 'bench-episode', ...plugins]) {
    const begun = loading.get(script) ?? loadScript(`packages/${script}.js`)
    loading.set(script, begun)
    await begun
  }
  const loaded = plugins.map((name) => ({
    plugin: pluginOf(name),
    source: { origin: name, file: '', package: null },
  }))
  return packages().gauntletBenchEpisode.buildCatalogue(loaded)
}

/** `env-mapf` is in `gauntletEnvMapf`, as `build.mjs` has it. */
function pluginOf(script: string): Plugin {
  const global = `gauntlet${script.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())}`
  return (window as unknown as Record<string, Plugin>)[global]
}

function packages(): Packages {
  return window as unknown as Packages
}

async function bytesBy(files: readonly (readonly [string, string])[]): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>()
  for (const [digest, file] of files) found.set(digest, bytesOf(await load<string>(file)))
  return found
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}
