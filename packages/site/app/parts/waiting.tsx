/** What stands where data are not there yet, or never will be: `Waiting`; where an address names nothing: `Missing`. */
import type { JSX } from 'preact'
import type { Loaded } from '../data.ts'
import { linkTo } from '../route.ts'

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

export function Missing({ kind, name }: { kind: string; name: string }): JSX.Element {
  return (
    <>
      <h1>Not on this site</h1>
      <p role="alert">
        There is no {kind} {name}. <a href={linkTo('overview')}>To the leaderboards</a>
      </p>
    </>
  )
}
