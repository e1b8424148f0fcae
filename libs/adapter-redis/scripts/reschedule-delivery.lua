-- Puts a delivery back for later, for whoever holds its token. ARGV: key prefix, id, token, due (epoch ms), error
-- Answers 1, or 0 for anyone else.
local prefix, id, token, due, problem = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local key = prefix .. 'delivery:' .. id
if redis.call('HGET', key, 'token') ~= token then return 0 end
redis.call('HSET', key, 'state', 'pending', 'due', due, 'error', problem)
redis.call('HDEL', key, 'token', 'lease')
redis.call('ZADD', prefix .. 'due:' .. redis.call('HGET', key, 'destination'), due, id)
return 1
