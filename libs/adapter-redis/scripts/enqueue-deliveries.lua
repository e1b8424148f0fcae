-- Adds deliveries to the ledger; one already known, in whatever state, is left as it is.
-- KEYS[1] a hash that guards it, or none; ARGV: a field of it, '1' and the value it must have or '0' and nothing,
-- key prefix, TTL of a delivery in ms, then for each: id, alert id, destination, payload, due (epoch ms), now (epoch ms)
-- Answers 1, or 0 where the guard does not hold.
if KEYS[1] and (redis.call('HGET', KEYS[1], ARGV[1]) or false) ~= (ARGV[2] == '1' and ARGV[3]) then return 0 end
local prefix, ttl = ARGV[4], ARGV[5]
for at = 6, #ARGV, 6 do
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
