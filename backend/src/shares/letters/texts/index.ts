import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { nl } from './nl.ts'
import { pt } from './pt.ts'
import type { LetterTexts } from './letter-texts.ts'

export type { LetterTexts }

/** By the language's primary subtag, one file each. */
export const letterTexts = { en, ar, de, es, fr, it, nl, pt } as const satisfies Record<string, LetterTexts>
export type LetterLanguage = keyof typeof letterTexts
