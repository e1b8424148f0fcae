-- Writes what a batch changed in the windows and moves the partition's stamp and how far it is counted, all or nothing.
--
-- The state machine runs in the matcher; this script is its compare-and-set. Every key a batch read has a version; if one
-- of them moved on since, nothing is written and the batch is computed again on what stands there now. All checks come
-- before the first write, because a script that fails half way is not rolled back.
--
-- KEYS[1] stamp · KEYS[2] how far is counted, where that is after the stamp · KEYS[3] newest revision of the rules counted under ·
-- KEYS[4 .. 3+n] the versioned keys
-- ARGV: from and to of the stamp, from and to of what is counted, first (1 or 0), revision ('' = none), newest (1 or 0), the version of what is written,
--       n, then n times: version read ('0' = absent), new state ('' = read only), TTL in ms;
--       then m, and m times: key of the rule's groups, group id, expiry (epoch ms);
--       then k, and k times: key of an alert's pointer, pointer, TTL in ms;
--       then d, key of what is due, and d times: bucket, how far the log must be read
-- Answers {'ok'} · {'regressed', stamp or ''} · {'outdated', revision or ''} · {'conflict'}
local from, to, countedFrom, countedTo = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local first, revision, newest, written, n = ARGV[5], ARGV[6], ARGV[7], ARGV[8], tonumber(ARGV[9])
local stamp = redis.call('GET', KEYS[1])
-- Of a stamp that is absent nothing is known, whatever stands beside it.
local counted = 0
if stamp then
  counted = tonumber(stamp)
  if countedFrom > counted or countedTo > to then counted = math.max(counted, tonumber(redis.call('GET', KEYS[2]) or '0')) end
  if tonumber(stamp) < from or counted < countedFrom then return { 'regressed', stamp } end
elseif first ~= '1' then
  return { 'regressed', '' }
end

local under = redis.call('GET', KEYS[3])
if revision ~= '' then
  if under then
    if tonumber(under) > tonumber(revision) then return { 'outdated', under } end
  elseif newest ~= '1' then
    return { 'outdated', '' }
  end
end

local at = 10
for i = 1, n do
  local version = redis.call('HGET', KEYS[3 + i], 'v') or '0'
  if version ~= ARGV[at] then return { 'conflict' } end
  at = at + 3
end

at = 10
for i = 1, n do
  local state, ttl = ARGV[at + 1], ARGV[at + 2]
  if state ~= '' then
    redis.call('HSET', KEYS[3 + i], 'v', written, 's', state)
    redis.call('PEXPIRE', KEYS[3 + i], ttl)
  end
  at = at + 3
end

local groups = tonumber(ARGV[at])
at = at + 1
for _ = 1, groups do
  redis.call('ZADD', ARGV[at], 'GT', ARGV[at + 2], ARGV[at + 1])
  redis.call('PEXPIREAT', ARGV[at], ARGV[at + 2])
  at = at + 3
end

local pointers = tonumber(ARGV[at])
at = at + 1
for _ = 1, pointers do
  redis.call('SET', ARGV[at], ARGV[at + 1], 'PX', ARGV[at + 2])
  at = at + 3
end

if revision ~= '' and under ~= revision then redis.call('SET', KEYS[3], revision) end
local due = tonumber(ARGV[at])
local dueKey = ARGV[at + 1]
at = at + 2
for _ = 1, due do
  redis.call('ZADD', dueKey, ARGV[at + 1], ARGV[at])
  at = at + 2
end

if not stamp or tonumber(stamp) < to then redis.call('SET', KEYS[1], ARGV[2]) end
if not stamp then redis.call('DEL', KEYS[2]) end
if countedTo > to and countedTo > counted then redis.call('SET', KEYS[2], ARGV[4]) end
return { 'ok' }
