/** The charting library, as text to be put into the page: `libraryScript`, `libraryStyle`. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** uPlot, which leaves a global of that name. */
export function libraryScript(): string {
  return readFileSync(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8')
}

export function libraryStyle(): string {
  return readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8')
}
