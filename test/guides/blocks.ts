/** The code blocks of a page, in order: `blocksOf`. */
import { readFileSync } from 'node:fs'

export interface Block {
  readonly language: string
  /** The file that it stands for, named after the language; empty where it is run. */
  readonly file: string
  readonly code: string
  /** Where it begins in the page. */
  readonly line: number
}

export function blocksOf(path: string): Block[] {
  const text = readFileSync(path, 'utf8')
  return [...text.matchAll(/^```(\w*) ?(.*)\n([\s\S]*?)^```$/gm)].map((match) => {
    const [, language, file, code] = match
    return { language, file, code, line: text.slice(0, match.index).split('\n').length }
  })
}
