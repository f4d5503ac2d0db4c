export const switcher = {
  'switcher.title': 'Go to a conversation',
  'switcher.hint': 'Go to a person or a group',
  'switcher.nothing': 'Nobody, and no group, by this name.',
  'switcher.group': 'Group',
  'switcher.new': 'write for the first time',
} as const;
