-- Puts an ended delivery back in the queue. ARGV: key prefix, id, due (epoch ms), TTL in ms
-- Answers 1, or 0 when it or its payload is not known any more. One that has not ended is only made due.
local prefix, id, due, ttl = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local key = prefix .. 'delivery:' .. id
local known = redis.call('HMGET', key, 'state', 'destination', 'enqueued')
if not known[1] or redis.call('EXISTS', prefix .. 'payload:' .. id) == 0 then return 0 end
if known[1] == 'inflight' or known[1] == 'held' then return 1 end
if known[1] == 'muted' then redis.call('HDEL', key, 'error') end
if known[1] ~= 'pending' then redis.call('HINCRBY', key, 'replays', 1) end
redis.call('HSET', key, 'state', 'pending', 'due', due)
redis.call('PEXPIRE', prefix .. 'payload:' .. id, ttl)
redis.call('PEXPIRE', key, ttl)
redis.call('ZADD', prefix .. 'due:' .. known[2], due, id)
redis.call('ZADD', prefix .. 'open', known[3], id)
return 1
