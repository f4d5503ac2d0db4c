/** How the elements of a message's Markdown look. */
export const bodyLooks = {
  overflowWrap: 'anywhere',
  '& p': { margin: 0, whiteSpace: 'pre-wrap' },
  '& p + p, & ul, & ol, & pre, & blockquote, & table': { marginBlock: '4px' },
  '& ul, & ol': { paddingInlineStart: '22px' },
  // The timeline is a list itself: without a word a list in a message would look like one within another.
  '& ul': { listStyleType: 'disc', '& ul': { listStyleType: 'circle' } },
  '& blockquote': {
    marginInline: 0,
    paddingInlineStart: 1.5,
    borderInlineStart: '3px solid',
    borderColor: 'divider',
    color: 'text.secondary',
  },
  '& code': {
    fontSize: '0.9em',
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    bgcolor: 'background.frame',
    borderRadius: '4px',
    paddingInline: '4px',
  },
  '& pre': {
    padding: 1,
    bgcolor: 'background.frame',
    borderRadius: 1,
    whiteSpace: 'pre-wrap',
    '& code': { padding: 0 },
  },
  '& table': { borderCollapse: 'collapse' },
  '& th, & td': { border: '1px solid', borderColor: 'divider', paddingInline: 1, textAlign: 'start' },
} as const;
