import sanitizeHtml from 'sanitize-html'
import { CONTENT_PLACEHOLDER } from './limits.ts'

const options: sanitizeHtml.IOptions = {
  allowedTags: [...sanitizeHtml.defaults.allowedTags, 'img'],
  allowedAttributes: {
    a: ['href', 'title'],
    img: ['src', 'alt', 'width', 'height'],
    '*': ['style', 'align', 'dir', 'lang'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
  },
  // No `url()` and no `position`: text stays text and stays where it is.
  allowedStyles: {
    '*': {
      color: [/^[#\w(),.% ]+$/],
      'background-color': [/^[#\w(),.% ]+$/],
      'font-size': [/^[\d.]+(px|pt|em|rem|%)$/],
      'font-weight': [/^\w+$/],
      'font-style': [/^\w+$/],
      'text-align': [/^\w+$/],
      'text-decoration': [/^\w+$/],
      margin: [/^[\w .%]+$/],
      padding: [/^[\w .%]+$/],
    },
  },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['https', 'data'] },
  allowProtocolRelative: false,
}

/** What a user wrote, without scripts, forms, frames and foreign styles, inside the hospital's own layout. */
export const composeHtml = (content: string, layout: string | undefined): string => {
  const safe = sanitizeHtml(content, options)
  // By a function: a replacement text would read `$&` and its like in the content as commands.
  return layout === undefined ? safe : layout.replaceAll(CONTENT_PLACEHOLDER, () => safe)
}
