import { useEffect, useRef, useState } from 'preact/hooks'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import type { QrCells } from './qr-cells.ts'
import { saveQrPicture } from './save-qr-picture.ts'

export interface QrCodeProps {
  url: string
  t: DialogTranslator
  /** The code was enlarged for somebody's phone, or saved. */
  onPassedOn(): void
}

type Drawing = { state: 'loading' } | { state: 'ready'; cells: QrCells } | { state: 'failed' }

/** The link for a phone's camera. Black on white in every theme: some readers want it so. */
export function QrCode({ url, t, onPassedOn }: QrCodeProps) {
  const frame = useRef<HTMLElement>(null)
  const [drawing, setDrawing] = useState<Drawing>({ state: 'loading' })
  const [large, setLarge] = useState(false)
  useEffect(() => {
    let current = true
    import('./qr-cells.ts')
      .then(({ encodeQr }) => current && setDrawing({ state: 'ready', cells: encodeQr(url) }))
      .catch(() => current && setDrawing({ state: 'failed' }))
    return () => {
      current = false
    }
  }, [url])

  useEffect(() => {
    if (large) frame.current?.scrollIntoView({ block: 'nearest' })
  }, [large])

  if (drawing.state === 'failed') return <p class="hint">{t.text('qr.failed')}</p>
  const { cells } = drawing.state === 'ready' ? drawing : {}
  return (
    <figure class={large ? 'qr qr-large' : 'qr'} ref={frame}>
      <div class="qr-picture">
        {cells && (
          <svg viewBox={`0 0 ${cells.size} ${cells.size}`} role="img" aria-label={t.text('qr.label')}>
            <rect width={cells.size} height={cells.size} fill="#fff" />
            <path d={cells.path} fill="#000" shape-rendering="crispEdges" />
          </svg>
        )}
      </div>
      <figcaption class="qr-side">
        <p>{cells ? t.text('qr.hint') : t.text('qr.drawing')}</p>
        {cells && (
          <div class="qr-actions">
            <button
              type="button"
              class="button button-quiet"
              onClick={() => {
                setLarge(!large)
                onPassedOn()
              }}
            >
              {large ? t.text('qr.shrink') : t.text('qr.enlarge')}
            </button>
            <button
              type="button"
              class="button button-quiet"
              onClick={() => {
                if (frame.current) void saveQrPicture(cells, frame.current)
                onPassedOn()
              }}
            >
              {t.text('qr.save')}
            </button>
          </div>
        )}
      </figcaption>
    </figure>
  )
}
