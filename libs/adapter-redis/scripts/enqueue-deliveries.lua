-- Adds deliveries to the ledger; one already known, in whatever state, is left as it is.
-- ARGV: key prefix, TTL of a delivery in ms, then for each: id, alert id, destination, payload, due (epoch ms), now (epoch ms)
local prefix, ttl = ARGV[1], ARGV[2]
for at = 3, #ARGV, 6 do
  local id, alert, destination, payload, due, now = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]
  local key = prefix .. 'delivery:' .. id
  if redis.call('HSETNX', key, 'state', 'pending') == 1 then
    redis.call('HSET', key, 'alert', alert, 'destination', destination, 'due', due, 'attempts', 0, 'enqueued', now)
    redis.call('SET', prefix .. 'payload:' .. id, payload, 'PX', ttl)
    redis.call('PEXPIRE', key, ttl)
    redis.call('ZADD', prefix .. 'due:' .. destination, due, id)
    redis.call('ZADD', prefix .. 'open', now, id)
  end
end
return 1
