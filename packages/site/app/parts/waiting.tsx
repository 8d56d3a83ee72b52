/** What stands where data are not there yet, or never will be. */
import type { JSX } from 'preact'
import type { Loaded } from '../data.ts'

export function Waiting({ on }: { on: Loaded<unknown> }): JSX.Element {
  return on.state === 'failed' ? (
    <p class="warn" role="alert">
      {on.message}.
    </p>
  ) : (
    <p class="soft" role="status">
      Loading …
    </p>
  )
}
