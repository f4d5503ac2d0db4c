import { createClient, type ParleyClient } from '../../sdk/index.js';

export const PASSWORD = 'quiet otter 41 lamps';
/** Whose window the pictures show; the first account of the deployment, so its administrator. */
export const VIEWER = { username: 'ada', displayName: 'Ada Lindqvist' };

const TEAM = {
  ben: 'Ben Okafor',
  carla: 'Carla Reyes',
  deniz: 'Deniz Yılmaz',
  emi: 'Emi Tanaka',
  femke: 'Femke de Vries',
  goran: 'Goran Petrović',
};
type Name = keyof typeof TEAM | 'ada';
type Team = Record<Name, ParleyClient>;

/** One line of a talk; `re` answers the line with that number of the same talk (from 0), `liked` are reactions to it. */
interface Line {
  by: Name;
  text: string;
  re?: number;
  liked?: Array<[string, Name[]]>;
  edited?: string;
}

const RELEASE: Line[] = [
  { by: 'ben', text: 'Morning! The release candidate has been on staging since six. **No errors so far.**' },
  {
    by: 'emi',
    text: 'I went through the checklist:\n\n- migrations run forwards *and* back\n- the old client still talks to the new server\n- `RELEASE.md` names every breaking change (none)',
  },
  { by: 'ada', text: 'Wonderful. Who looks at the dashboards while it rolls out?' },
  { by: 'femke', text: 'I can, until four.', re: 2, liked: [['🙏', ['ada', 'emi']]] },
  {
    by: 'goran',
    text: 'And I take over from Femke. Notes are at https://example.org/rollout',
    edited: 'And I take over from Femke at four. Notes are at https://example.org/rollout',
  },
  {
    by: 'ada',
    text: 'Then let us go at **11:00**. I write the announcement.',
    liked: [
      ['👍', ['ben', 'carla', 'deniz', 'emi']],
      ['🚀', ['goran', 'femke']],
    ],
  },
];
/** What Ada has not read yet. */
const NEWS: Line[] = [
  {
    by: 'carla',
    text: 'The reconnect numbers look good:\n\n```\nsockets cut      2,000\nback in 5 s      2,000\nmessages lost        0\n```',
  },
  { by: 'deniz', text: 'The first time that a last line is boring.', re: 0, liked: [['😄', ['ben', 'carla', 'ada']]] },
  {
    by: 'carla',
    text: '@ada the wording for the offline part: “What you write on the train is sent, in order and once, when you are back.”',
  },
  { by: 'deniz', text: 'Could the picture show dark mode? Half of us live there.' },
];
const DESIGN: Line[] = [
  { by: 'emi', text: 'New empty states are in the library.' },
  { by: 'carla', text: 'They say what to do next. I like that.', liked: [['💚', ['emi']]] },
  { by: 'deniz', text: '@ada one question about the badge in the list, no hurry.' },
];
const LUNCH: Line[] = [
  { by: 'goran', text: 'Soup or the place with the dumplings?' },
  { by: 'femke', text: 'Dumplings.', liked: [['🥟', ['goran', 'ben']]] },
  { by: 'ben', text: 'Dumplings. Always dumplings.' },
];
const DIRECT: Array<[Name, string[]]> = [
  ['femke', ['Dashboards are quiet.']],
  ['goran', ['Can you sign the invoice for the second rack?', 'It is in the folder.']],
  ['emi', ['Thanks, got it.']],
  ['ben', ['Call at half past?']],
];

export interface Scene {
  /** The conversation everything is in, and one with nothing read. */
  release: string;
  design: string;
  /** Somebody starts to write in `release`. */
  type(): void;
  /** Everybody leaves. */
  close(): void;
}

/** Fills a fresh deployment with a team at work, and leaves most of it online. */
export async function furnish(url: string): Promise<Scene> {
  const team = await gather(url);
  const lunch = await group(team, 'goran', 'Lunch', ['goran', 'femke', 'ben', 'ada']);
  await talk(team, lunch, LUNCH);
  const design = await group(team, 'emi', 'Design', ['emi', 'carla', 'deniz', 'ada']);
  await talk(team, design, DESIGN);
  for (const [name, texts] of DIRECT) {
    const { id } = await team[name].api.conversations.direct(idOf(team.ada));
    const last = await talk(
      team,
      id,
      texts.map((text) => ({ by: name, text })),
    );
    if (name === 'emi' || name === 'ben') await team.ada.timeline(id).markRead(last);
  }
  const release = await group(team, 'ben', 'Release 2.4', Object.keys(team) as Name[]);
  const read = await talk(team, release, RELEASE);
  for (const client of Object.values(team)) await client.timeline(release).markRead(read);
  await talk(team, release, NEWS);
  await team.ada.conversations.setSettings(release, { favourite: true });
  await team.ada.conversations.setSettings(lunch, { muted: true });
  team.goran.close();
  return {
    release,
    design,
    type: () => {
      team.emi.typing.stop(release);
      team.emi.typing.start(release);
    },
    close: () => Object.values(team).forEach((client) => client.close()),
  };
}

async function gather(url: string): Promise<Team> {
  const team = { ada: await join(url, VIEWER) } as Team;
  for (const [username, displayName] of Object.entries(TEAM))
    team[username as Name] = await join(url, { username, displayName });
  return team;
}

async function join(url: string, account: { username: string; displayName: string }): Promise<ParleyClient> {
  const client = createClient({ url, device: 'pictures' });
  await client.register({ ...account, password: PASSWORD });
  await client.connect();
  return client;
}

async function group(team: Team, owner: Name, title: string, members: Name[]): Promise<string> {
  const userIds = members.filter((name) => name !== owner).map((name) => idOf(team[name]));
  return (await team[owner].api.conversations.group({ title, userIds })).id;
}

/** Says the lines. Answers the number of the last one. */
async function talk(team: Team, id: string, lines: Line[]): Promise<number> {
  const seqs: number[] = [];
  for (const { by, text, re, liked = [], edited } of lines) {
    const { seq } = await team[by].send(id, text, { replyToSeq: re === undefined ? undefined : seqs[re] }).sent;
    seqs.push(seq);
    for (const [emoji, who] of liked) for (const name of who) await team[name].timeline(id).react(seq, emoji);
    if (edited) await team[by].timeline(id).edit(seq, edited);
  }
  return seqs.at(-1)!;
}

const idOf = (client: ParleyClient): string => client.user.get()!.id;
