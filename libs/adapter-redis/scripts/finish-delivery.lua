-- Ends a delivery for whoever holds its token. ARGV: key prefix, id, token, state, error, TTL of the payload in ms
-- Answers 1, or 0 for anyone else.
local prefix, id, token, state, problem, ttl = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local key = prefix .. 'delivery:' .. id
if redis.call('HGET', key, 'token') ~= token then return 0 end
redis.call('HSET', key, 'state', state)
if problem ~= '' then redis.call('HSET', key, 'error', problem) end
redis.call('HDEL', key, 'token', 'lease', 'due')
redis.call('ZREM', prefix .. 'due:' .. redis.call('HGET', key, 'destination'), id)
redis.call('ZREM', prefix .. 'open', id)
redis.call('PEXPIRE', prefix .. 'payload:' .. id, ttl)
return 1
