/** The only way out: `Terminal`, `processTerminal`. Nothing else in the package prints. */
import { styleText } from 'node:util'
import { EXIT } from '../commands/command.ts'
import { leave } from './leave.ts'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

export interface Terminal {
  /** What was asked for: standard output. */
  out(text: string): void
  /** What happens meanwhile: standard error. */
  err(text: string): void
  /** Whether somebody watches standard error, so that a line may be rewritten. */
  readonly watched: boolean
  /** Whether standard output is a terminal. */
  readonly interactive: boolean
  readonly columns: number
  /** Text in a style, where standard output (or error, for `err`) shows styles. */
  style(style: Style, text: string): string
  styleErr(style: Style, text: string): string
}

/** The terminal of this process. Colours only on a terminal, and never where NO_COLOR is set. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process
  for (const stream of [stdout, stderr]) stream.on('error', leaveUnheard)
  const colours = (stream: { readonly isTTY?: boolean }): boolean =>
    stream.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb'
  const painter =
    (stream: { readonly isTTY?: boolean }) =>
    (style: Style, text: string): string =>
      colours(stream) ? styleText(style, text, { validateStream: false }) : text
  return {
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    watched: stderr.isTTY === true && env.TERM !== 'dumb',
    interactive: stdout.isTTY === true && env.TERM !== 'dumb',
    columns: stdout.columns ?? 110,
    style: painter(stdout),
    styleErr: painter(stderr),
  }
}

/** Whoever read the output (`head`, say) has seen enough; or there is no room for it. */
function leaveUnheard(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') process.stderr.write(`error: the output cannot be written: ${error.message}\n`)
  leave(error.code === 'EPIPE' ? EXIT.done : EXIT.usage)
}
