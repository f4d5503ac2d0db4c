import { Box, Link } from '@mui/material';
import { memo } from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';

const plugins = [remarkGfm];
/** Pictures of other sites would tell them who reads here, and headings would break the page's outline. */
const FORBIDDEN = ['img', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

const components: Components = {
  a: ({ href, children }) => (
    <Link href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </Link>
  ),
};

/** A message's Markdown as elements; HTML in it is text like any other. A pure function of the text. */
export const MessageBody = memo(function MessageBody({ body }: { body: string }) {
  return (
    <Box
      sx={{
        overflowWrap: 'anywhere',
        '& p': { margin: 0, whiteSpace: 'pre-wrap' },
        '& p + p, & ul, & ol, & pre, & blockquote, & table': { marginBlock: '4px' },
        '& ul, & ol': { paddingInlineStart: '22px' },
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
          overflowX: 'auto',
          '& code': { padding: 0 },
        },
      }}
    >
      <Markdown remarkPlugins={plugins} disallowedElements={FORBIDDEN} unwrapDisallowed components={components}>
        {body}
      </Markdown>
    </Box>
  );
});
