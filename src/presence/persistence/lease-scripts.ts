/**
 * The Redis form's changes, each one atomic script by Redis' own clock (the nodes' clocks may disagree).
 * `<prefix>:presence:u:<user>` hash: holder → `<expires ms>:<1 if away>`, and `=` → the status last told of.
 * `<prefix>:presence:due` sorted set: user → when his next lease lapses.
 */
const SETTLE = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local function settle(key, due, user)
  local all = redis.call('HGETALL', key)
  local before, after, nearest = 'offline', 'offline', nil
  for i = 1, #all, 2 do
    if all[i] == '=' then before = all[i + 1]
    else
      local at, away = string.match(all[i + 1], '^(%d+):(%d)$')
      at = tonumber(at)
      if at <= now then redis.call('HDEL', key, all[i])
      else
        if away == '0' then after = 'online' elseif after == 'offline' then after = 'away' end
        if not nearest or at < nearest then nearest = at end
      end
    end
  end
  if nearest then
    redis.call('HSET', key, '=', after)
    redis.call('ZADD', due, string.format('%.0f', nearest), user)
  else
    redis.call('DEL', key)
    redis.call('ZREM', due, user)
  end
  return before ~= after and after or false
end
`;

/** KEYS: user's hash, due. ARGV: user, holder, 1 if away, lease in ms. Answers the new status where it changed. */
export const HOLD = `${SETTLE}
redis.call('HSET', KEYS[1], ARGV[2], string.format('%.0f:%s', now + tonumber(ARGV[4]), ARGV[3]))
return settle(KEYS[1], KEYS[2], ARGV[1])`;

/** KEYS: user's hash, due. ARGV: user, holder. */
export const RELEASE = `${SETTLE}
redis.call('HDEL', KEYS[1], ARGV[2])
return settle(KEYS[1], KEYS[2], ARGV[1])`;

/** KEYS: due. ARGV: prefix of the users' hashes, most users at once. Answers user, status, user, status … */
export const SWEEP = `${SETTLE}
local changed = {}
for _, user in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[2])) do
  local status = settle(ARGV[1] .. user, KEYS[1], user)
  if status then
    changed[#changed + 1] = user
    changed[#changed + 1] = status
  end
end
return changed`;

/** KEYS: users' hashes. Answers one status each. */
export const STATUS = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local answer = {}
for i, key in ipairs(KEYS) do
  local status = 'offline'
  for _, lease in ipairs(redis.call('HVALS', key)) do
    local at, away = string.match(lease, '^(%d+):(%d)$')
    if at and tonumber(at) > now then
      if away == '0' then status = 'online' elseif status == 'offline' then status = 'away' end
    end
  end
  answer[i] = status
end
return answer`;
