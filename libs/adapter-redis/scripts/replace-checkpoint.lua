-- Sets a field of a hash if it still has the value that was read. KEYS[1] the hash; ARGV: field, '1' and the value read or
-- '0' and nothing, new value. Answers 1 when written, 0 when it moved on or is gone.
local known = redis.call('HGET', KEYS[1], ARGV[1])
if ARGV[2] == '0' then
  if known then return 0 end
elseif known ~= ARGV[3] then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
return 1
