-- Replaces what a delivery tells, for whoever holds its token. ARGV: key prefix, id, token, payload
-- Answers 1, or 0 for anyone else.
local prefix, id, token, payload = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if redis.call('HGET', prefix .. 'delivery:' .. id, 'token') ~= token then return 0 end
redis.call('SET', prefix .. 'payload:' .. id, payload, 'KEEPTTL')
return 1
