-- Takes up to `limit` due deliveries of a destination on a lease and counts their attempts. An expired lease is due again.
-- ARGV: key prefix, destination, limit, now (epoch ms), lease (ms), token
-- Answers for each: id, alert id, payload, due, attempt, enqueued, replays
local prefix, destination, limit, now, lease, token = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
local queue = prefix .. 'due:' .. destination
local claimed = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', queue, '-inf', now, 'LIMIT', 0, limit)) do
  local key = prefix .. 'delivery:' .. id
  local payload = redis.call('GET', prefix .. 'payload:' .. id)
  if payload then
    local attempt = redis.call('HINCRBY', key, 'attempts', 1)
    redis.call('HSET', key, 'state', 'inflight', 'token', token, 'lease', now + lease)
    redis.call('ZADD', queue, now + lease, id)
    local known = redis.call('HMGET', key, 'alert', 'due', 'enqueued', 'replays')
    claimed[#claimed + 1] = { id, known[1], payload, known[2], tostring(attempt), known[3], known[4] or '0' }
  else
    redis.call('ZREM', queue, id)
    redis.call('ZREM', prefix .. 'open', id)
  end
end
return claimed
