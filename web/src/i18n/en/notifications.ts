export const notifications = {
  'notifications.title': 'Notifications',
  'notifications.unread': { one: '{count} unread notification', other: '{count} unread notifications' },
  'notifications.isUnread': 'Unread:',
  'notifications.empty': 'Nothing wants your attention',
  'notifications.emptyHint': 'When somebody mentions you, writes to you or adds you to a group, it appears here.',
  'notifications.readAll': 'Mark all as read',
  'notifications.read': 'Mark as read',
  'notifications.more': 'Load older notifications',
  'notifications.mention': '{name} mentioned you in {title}',
  'notifications.direct': '{name} wrote to you',
  'notifications.invitation': '{name} added you to {title}',
} as const;
