import { Link } from '@mui/material';
import { memo, useMemo } from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { remarkMentions } from './mentions.js';
import { deepOf, plainOf } from './plain.js';

/** Pictures of other sites would tell them who reads here, and headings would break the page's outline. */
const FORBIDDEN = ['img', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'input'];

const anchor: Components['a'] = ({ href, children }) => (
  <Link href={href} target="_blank" rel="noopener noreferrer nofollow">
    {children}
  </Link>
);

interface MessageBodyProps {
  body: string;
  /** Usernames that are mentioned in it, parted by spaces. */
  mentions?: string;
  /** The reader's own. */
  me: string;
}

/** A message's Markdown as elements; HTML in it is text like any other. A pure function of the text and who is meant. */
export const MessageBody = memo(function MessageBody({ body, mentions = '', me }: MessageBodyProps) {
  const text = plainOf(body) ?? deepOf(body);
  return text === null ? <Marked body={body} mentions={mentions} me={me} /> : <p>{text}</p>;
});

function Marked({ body, mentions, me }: Required<MessageBodyProps>) {
  const plugins = useMemo(
    () => [remarkGfm, remarkMentions(new Set(mentions.toLowerCase().split(' ').filter(Boolean)))],
    [mentions],
  );
  const components = useMemo<Components>(
    () => ({ a: anchor, mark: (props) => <Chip me={me}>{props.children}</Chip> }),
    [me],
  );
  return (
    <Markdown remarkPlugins={plugins} disallowedElements={FORBIDDEN} unwrapDisallowed components={components}>
      {body}
    </Markdown>
  );
}

/** Somebody who is meant; oneself stands out. */
function Chip({ me, children }: { me: string; children?: React.ReactNode }) {
  const own = [`@${me}`, '@all'].includes(typeof children === 'string' ? children.toLowerCase() : '');
  return <mark data-own={own || undefined}>{children}</mark>;
}
