-- Adds deliveries of which the first few of a digest go at once and the others are held for it; one already known is left
-- as it is. A digest that was begun never changes: what comes later makes its next part.
-- KEYS[1] a hash that guards it, or none; ARGV: a field of it, '1' and the value it must have or '0' and nothing,
-- key prefix, TTL in ms, now (epoch ms), then for each:
-- id, alert id, destination, payload, due, line, digest id, digest payload, digest due, due of later parts, how many at once
-- Answers 1, or 0 where the guard does not hold.
if KEYS[1] and (redis.call('HGET', KEYS[1], ARGV[1]) or false) ~= (ARGV[2] == '1' and ARGV[3]) then return 0 end
local prefix, ttl, now = ARGV[4], ARGV[5], ARGV[6]

local function add(id, alert, destination, payload, due, state)
  local key = prefix .. 'delivery:' .. id
  redis.call('HSET', key, 'state', state, 'alert', alert, 'destination', destination, 'attempts', 0, 'enqueued', now)
  redis.call('SET', prefix .. 'payload:' .. id, payload, 'PX', ttl)
  if state == 'pending' then
    redis.call('HSET', key, 'due', due)
    redis.call('ZADD', prefix .. 'due:' .. destination, due, id)
    redis.call('ZADD', prefix .. 'open', now, id)
  end
  redis.call('PEXPIRE', key, ttl)
end

local function openPart(digest, from, destination, payload, due, later)
  local part = from
  while true do
    local id = part == 0 and digest or (digest .. '.' .. part)
    local known = redis.call('HMGET', prefix .. 'delivery:' .. id, 'state', 'attempts')
    if known[1] == 'pending' and tonumber(known[2]) == 0 then return part, id end
    if not known[1] then
      add(id, id, destination, payload, part == 0 and due or later, 'pending')
      return part, id
    end
    part = part + 1
  end
end

for at = 7, #ARGV, 11 do
  local id, alert, destination, payload, due, line = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]
  local digest, summary, digestDue, later, atOnce = ARGV[at + 6], ARGV[at + 7], ARGV[at + 8], ARGV[at + 9], tonumber(ARGV[at + 10])
  if redis.call('EXISTS', prefix .. 'delivery:' .. id) == 0 then
    local counter = prefix .. 'digest:' .. digest
    local known = redis.call('HMGET', counter, 'atOnce', 'part')
    if tonumber(known[1] or '0') < atOnce then
      redis.call('HINCRBY', counter, 'atOnce', 1)
      add(id, alert, destination, payload, due, 'pending')
    else
      local part, open = openPart(digest, tonumber(known[2] or '0'), destination, summary, digestDue, later)
      redis.call('HSET', counter, 'part', part)
      add(id, alert, destination, payload, due, 'held')
      redis.call('HSET', prefix .. 'delivery:' .. id, 'line', line, 'digest', open)
      redis.call('RPUSH', prefix .. 'members:' .. open, id)
      redis.call('PEXPIRE', prefix .. 'members:' .. open, ttl)
    end
    redis.call('PEXPIRE', counter, ttl)
  end
end
return 1
