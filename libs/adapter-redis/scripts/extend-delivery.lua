-- Moves the end of a delivery's lease, for whoever holds its token. ARGV: key prefix, id, token, end of the lease (epoch ms)
-- Answers 1, or 0 for anyone else.
local prefix, id, token, lease = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local key = prefix .. 'delivery:' .. id
if redis.call('HGET', key, 'token') ~= token then return 0 end
redis.call('HSET', key, 'lease', lease)
redis.call('ZADD', prefix .. 'due:' .. redis.call('HGET', key, 'destination'), lease, id)
return 1
