-- Ends deliveries that a digest told; others are left as they are.
-- ARGV: key prefix, digest id, state, error, TTL of the payloads in ms, then ids
local prefix, digest, state, problem, ttl = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
for at = 6, #ARGV do
  local key = prefix .. 'delivery:' .. ARGV[at]
  local known = redis.call('HMGET', key, 'state', 'digest')
  if known[2] == digest and (known[1] == 'held' or known[1] == 'dead') then
    redis.call('HSET', key, 'state', state)
    if problem ~= '' then redis.call('HSET', key, 'error', problem) end
    redis.call('PEXPIRE', prefix .. 'payload:' .. ARGV[at], ttl)
  end
end
return 1
