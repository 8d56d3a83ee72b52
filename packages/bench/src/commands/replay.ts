/** `gauntlet replay`: one episode of a stored cell, as a file, as pictures, or in the terminal. */
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { GauntletError, type Replay } from '@gauntlet/core'
import type { Command } from 'commander'
import { openSound } from '../bundle/inspect.ts'
import type { Catalogue } from '../catalogue.ts'
import { cellName } from '../cells.ts'
import { isGauntletError, thrownText } from '../reasons.ts'
import type { CellResult } from '../records.ts'
import { animation, findCell, frames, replayEpisode } from '../replay.ts'
import { type Flags, resolveRequest } from '../request.ts'
import { oneLine, plainLines, plural, shortNumber } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'
import {
  type CommandContext,
  type Done,
  EXIT,
  addJsonOption,
  addProjectOptions,
  addStoreOption,
  someText,
  wholeNumber,
} from './command.ts'
import { writeOutput } from './output.ts'

interface ReplayFlags extends Flags {
  readonly episode: number
  readonly out?: string
  readonly svg?: string
  readonly play?: boolean
  readonly json?: boolean
}

const FRAME_MS = 100

export function addReplay(program: Command, done: Done, context: CommandContext): void {
  const command = program
    .command('replay')
    .argument('<cell...>', "the cell's key or its beginning, or SETTING ALGORITHM [SEED]")
    .description(
      "one episode of a cell's evaluation: shown in the terminal unless --out, --svg or --json is given",
    )
  addJsonOption(addStoreOption(addProjectOptions(command)))
    .option('--episode <j>', 'number of the evaluation episode', wholeNumber(0), 0)
    .option('--out <file>', 'write the replay as JSON', someText)
    .option(
      '--svg <path>',
      'write it as an animated picture, FILE.svg, or a picture of every step, DIR',
      someText,
    )
    .option('--play', 'show it in the terminal, also beside --out and --svg')
    .action((words: string[], flags: ReplayFlags) => done(replay(words, flags, context)))
}

async function replay(
  words: readonly string[],
  flags: ReplayFlags,
  { terminal, directory }: CommandContext,
): Promise<number> {
  const { catalogue, store: path } = await resolveRequest(flags, directory)
  const store = openSound(path)
  const stored = findCell(store, words)
  const episode = await foreseen(stored, () => replayEpisode(catalogue, store, stored, flags.episode))
  const written = `${JSON.stringify(episode, null, 2)}\n`
  if (flags.json === true) terminal.out(written.trimEnd())
  if (flags.out !== undefined) {
    const file = resolve(directory, flags.out)
    writeOutput(`--out ${flags.out}`, file, written)
    terminal.err(`replay written to ${file}`)
  }
  if (flags.svg !== undefined) {
    const target = resolve(directory, flags.svg)
    terminal.err(await foreseen(stored, () => draw(catalogue, episode, flags.svg!, target)))
  }
  const asked = flags.json === true || flags.out !== undefined || flags.svg !== undefined
  if (flags.play === true || !asked) {
    const drawn = await foreseen(stored, () =>
      frames(catalogue, episode, (environment) => environment.renderText(0)),
    )
    await play(terminal, episode, drawn)
  }
  if (flags.json !== true) {
    const metrics = Object.entries(episode.metrics).map(([name, value]) => `${name} ${shortNumber(value)}`)
    const { descriptor } = stored
    const what = `${cellName(descriptor)}, episode ${flags.episode}: ${plural(episode.steps, 'step')}`
    terminal.out(oneLine(`${what}, ${metrics.join(', ')}`))
  }
  return EXIT.done
}

/** Writes one animated picture, or one of every step, and says so. */
async function draw(catalogue: Catalogue, episode: Replay, given: string, target: string): Promise<string> {
  if (target.endsWith('.svg')) {
    writeOutput(`--svg ${given}`, target, await animation(catalogue, episode))
    return `animation written to ${target}`
  }
  const pictures = await frames(catalogue, episode, (environment) => environment.renderSvg(0))
  const width = String(pictures.length).length
  pictures.forEach((drawn, t) =>
    writeOutput(`--svg ${given}`, join(target, `${String(t).padStart(width, '0')}.svg`), drawn),
  )
  return `${plural(pictures.length, 'picture')} written to ${target}`
}

/** Runs the code of a cell's plugins. Errors: GauntletError, also where that code throws anything else. */
async function foreseen<T>({ descriptor }: CellResult, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    if (isGauntletError(error)) throw error
    const message = `${cellName(descriptor)}: cannot be replayed: ${thrownText(error)}`
    throw new GauntletError('replay', message, { cause: error })
  }
}

/** An animation where somebody watches; otherwise one frame after the other. */
async function play(terminal: Terminal, episode: Replay, pictures: readonly string[]): Promise<void> {
  for (const [t, drawn] of pictures.entries()) {
    const heading = `step ${t} of ${episode.steps}`
    if (terminal.interactive) {
      terminal.out(`\u001b[2J\u001b[H${heading}\n${plainLines(drawn)}`)
      await sleep(FRAME_MS)
    } else {
      terminal.out(`${heading}\n${plainLines(drawn)}\n`)
    }
  }
}
