-- Adds records to tallies. ARGV: key prefix, most entries of a tally, then for each: tally, uid, entry, how long it is kept (ms)
local prefix, most = ARGV[1], tonumber(ARGV[2])
for at = 3, #ARGV, 4 do
  local key = prefix .. 'tally:' .. ARGV[at]
  if redis.call('HLEN', key) < most then redis.call('HSETNX', key, ARGV[at + 1], ARGV[at + 2]) end
  if redis.call('PTTL', key) < tonumber(ARGV[at + 3]) then redis.call('PEXPIRE', key, ARGV[at + 3]) end
end
return 1
