/** What has happened so far, line by line, the newest in sight: `Log`. */
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** Lines from `before` on are those of the step that is shown. */
export function Log({ lines, before }: { lines: readonly string[]; before: number }): JSX.Element {
  const list = useRef<HTMLOListElement>(null)
  useLayoutEffect(() => {
    const { current } = list
    if (current !== null) current.scrollTop = current.scrollHeight
  }, [lines.length])
  return (
    <ol class="log" ref={list} tabIndex={0} aria-label="What has happened so far">
      {lines.map((line, k) => (
        <li key={k} class={k < before ? 'soft' : undefined}>
          {line}
        </li>
      ))}
    </ol>
  )
}
