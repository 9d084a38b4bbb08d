/** One message goes to a family, a ward, a board: more is a mailing list. */
export const MAX_RECIPIENTS = 20

/** Characters of a subject: mail programs show about 70. */
export const MAX_TITLE_CHARACTERS = 300

/** What `{email-content}` in a layout stands for. */
export const CONTENT_PLACEHOLDER = '{email-content}'
