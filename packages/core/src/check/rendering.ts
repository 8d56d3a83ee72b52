/** Checks of how a world is drawn, as text and as SVG. */
import type { Environment } from '../environment.ts'
import { GauntletError } from '../errors.ts'
import { errorText } from '../show.ts'
import { play } from './play.ts'
import { type Check, fail } from './report.ts'
import { batchDifference } from './rows.ts'
import type { EnvironmentSubject } from './subject.ts'
import { svgProblem } from './svg.ts'

export const RENDERING_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'rendering/text',
    title: 'a world as text is not empty and holds no control characters but line breaks',
    run: (subject) =>
      eachPicture(subject, (environment, w, place) => {
        const text = environment.renderText(w)
        if (text.trim() === '') fail(`${place}: the text is empty`)
        requirePlain(text, `${place}: the text`)
      }),
  },
  {
    id: 'rendering/log',
    title: 'what happened, where it is told, is lines without control characters',
    run: (subject) =>
      eachPicture(subject, (environment, w, place) => {
        const lines = environment.renderLog?.(w) ?? []
        if (lines.some((line) => line.includes('\n'))) fail(`${place}: a line of the log is several`)
        requirePlain(lines.join('\n'), `${place}: the log`)
      }),
  },
  {
    id: 'rendering/svg',
    title: 'a world as SVG is one well-formed document',
    run: (subject) =>
      eachPicture(subject, (environment, w, place) => {
        const problem = svgProblem(environment.renderSvg(w))
        if (problem !== undefined) fail(`${place}: ${problem}`)
      }),
  },
  {
    id: 'rendering/world-refused',
    title: 'drawing a world that does not exist is refused',
    async run(subject) {
      const environment = await subject.make(2)
      environment.reset(subject.seed)
      for (const world of [-1, 2]) {
        requireRefused(() => environment.renderText(world), `renderText(${world})`)
        requireRefused(() => environment.renderSvg(world), `renderSvg(${world})`)
      }
      return 'worlds -1 and 2 of 2'
    },
  },
  {
    id: 'rendering/pure',
    title: 'drawing a world changes nothing',
    async run(subject) {
      const picture = (environment: Environment, w: number): string =>
        environment.renderText(w) + environment.renderSvg(w) + (environment.renderLog?.(w).join() ?? '')
      const [drawn, plain] = [await subject.make(2), await subject.make(2)]
      const players = [play(drawn, subject.seed), play(plain, subject.seed)]
      for (let t = 0; t < subject.steps; t++) {
        for (let w = 0; w < 2; w++) {
          if (picture(drawn, w) !== picture(drawn, w))
            fail(`world ${w}, step ${t}: drawn twice, the pictures differ`)
        }
        for (const player of players) player.step()
        const difference = batchDifference(plain.spec, drawn, plain)
        if (difference !== undefined) fail(`step ${t}, where the worlds had been drawn, ${difference}`)
      }
      return `${subject.steps} steps of 2 worlds`
    },
  },
]

function requirePlain(text: string, what: string): void {
  const control = [...text].find((character) => /\p{Cc}/u.test(character) && character !== '\n')
  if (control === undefined) return
  fail(`${what} holds the control character U+${control.charCodeAt(0).toString(16)}`)
}

/** Draws the worlds after the reset, and now and then until episodes have ended. */
async function eachPicture(
  subject: EnvironmentSubject,
  draw: (environment: Environment, w: number, place: string) => void,
): Promise<string> {
  const environment = await subject.make(2)
  const player = play(environment, subject.seed)
  let pictures = 0
  for (let t = 0; t <= subject.steps; t++) {
    for (let w = 0; w < 2; w++) {
      if (t % 8 !== 0 && environment.ended[w] === 0) continue
      draw(environment, w, `world ${w}, step ${t}`)
      pictures++
    }
    player.step()
  }
  return `${pictures} pictures`
}

function requireRefused(draw: () => string, call: string): void {
  try {
    draw()
  } catch (error) {
    if (error instanceof GauntletError) return
    fail(`${call}: got ${errorText(error)}, expected a GauntletError`)
  }
  fail(`${call}: drew a picture, expected a GauntletError`)
}
