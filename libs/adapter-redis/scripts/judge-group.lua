-- Writes what became of a group when its windows were judged, unless somebody changed it since it was read.
--
-- KEYS[1] the group · KEYS[2] what is due
-- ARGV: version read, new state, its version, TTL in ms, the group's name among what is due, how far the log must be read for it next
--       ('' = nothing is left to judge); then, as often as there are alerts: key of the alert's pointer, pointer, TTL in ms
-- Answers 1, or 0 where it was changed
local version = redis.call('HGET', KEYS[1], 'v') or '0'
if version ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'v', ARGV[3], 's', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
if ARGV[6] == '' then
  redis.call('ZREM', KEYS[2], ARGV[5])
else
  redis.call('ZADD', KEYS[2], ARGV[6], ARGV[5])
end
for at = 7, #ARGV, 3 do
  redis.call('SET', ARGV[at], ARGV[at + 1], 'PX', ARGV[at + 2])
end
return 1
