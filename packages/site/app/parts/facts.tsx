/** Labelled facts, lists, notices and commands: `Facts`, `Texts`, `Notices`, `Commands`. */
import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'

export interface Fact {
  readonly label: string
  readonly text: ComponentChildren
}

export function Facts({ facts }: { facts: readonly Fact[] }): JSX.Element {
  return (
    <dl class="facts">
      {facts.map(({ label, text }) => (
        <>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </>
      ))}
    </dl>
  )
}

export function Texts({ texts }: { texts: readonly string[] }): JSX.Element {
  return (
    <ul>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
}

export function Notices({ texts }: { texts: readonly string[] }): JSX.Element {
  return (
    <>
      {texts.map((text) => (
        <p key={text} class="notice">
          {text}
        </p>
      ))}
    </>
  )
}

/** Text to be run elsewhere, with a button that copies it. */
export function Commands({ label, text }: { label: string; text: string }): JSX.Element {
  const [said, setSaid] = useState('copy')
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setSaid('copied'),
      () => setSaid('select it by hand'),
    )
  }
  return (
    <div class="commands">
      <pre tabIndex={0} aria-label={label}>
        <code>{text}</code>
      </pre>
      <button type="button" onClick={copy} aria-live="polite">
        {said}
      </button>
    </div>
  )
}
