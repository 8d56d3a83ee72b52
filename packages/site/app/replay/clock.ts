/** Which picture is shown, and how it goes on: `useClock`. */
import { useEffect, useState } from 'preact/hooks'

/** Pictures in a second. */
export const SPEEDS = [1, 2, 4, 8, 16, 32, 60] as const
const USUAL_SPEED = 8

export interface Clock {
  readonly k: number
  readonly playing: boolean
  readonly speed: number
  seek(k: number): void
  play(playing: boolean): void
  faster(speed: number): void
}

/** Counts from 0 to `last`, and stays there. */
export function useClock(last: number): Clock {
  const [k, setK] = useState(0)
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<number>(USUAL_SPEED)
  useEffect(() => {
    if (!playing) return undefined
    const timer = setInterval(() => setK((now) => Math.min(last, now + 1)), 1000 / speed)
    return () => clearInterval(timer)
  }, [playing, speed, last])
  useEffect(() => {
    if (playing && k >= last && last > 0) setPlaying(false)
  }, [k, last, playing])
  const seek = (to: number): void => setK(Math.min(last, Math.max(0, to)))
  return {
    k: Math.min(k, last),
    playing,
    speed,
    seek,
    play: (now) => {
      if (now && k >= last) setK(0)
      setPlaying(now)
    },
    faster: setSpeed,
  }
}
