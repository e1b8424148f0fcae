-- Replaces one versioned state if nobody changed it since it was read. KEYS[1] the key; ARGV: version read, new state, its version.
-- The key keeps its time to live. Answers 1 when written, 0 when it moved on or is gone.
if (redis.call('HGET', KEYS[1], 'v') or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'v', ARGV[3], 's', ARGV[2])
return 1
