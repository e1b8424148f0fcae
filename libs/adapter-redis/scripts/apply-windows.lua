-- Writes what a batch changed in the windows and moves the partition's stamp, all or nothing.
--
-- The state machine runs in the matcher; this script is its compare-and-set. Every key a batch read has a version; if one
-- of them moved on since, nothing is written and the batch is computed again on what stands there now. All checks come
-- before the first write, because a script that fails half way is not rolled back.
--
-- KEYS[1] stamp · KEYS[2] newest revision of the rules counted under · KEYS[3 .. 2+n] the versioned keys
-- ARGV: from, to, first (1 or 0), revision ('' = none), newest (1 or 0), n, then n times: version read ('0' = absent), new state ('' = read only), TTL in ms;
--       then m, and m times: key of the rule's groups, group id, expiry (epoch ms);
--       then k, and k times: key of an alert's pointer, pointer, TTL in ms;
--       then d, key of what is due, and d times: bucket, how far the log must be read
-- Answers {'ok'} · {'regressed', stamp or ''} · {'outdated', revision or ''} · {'conflict'}
local from, to, first = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local revision, newest, n = ARGV[4], ARGV[5], tonumber(ARGV[6])
local stamp = redis.call('GET', KEYS[1])
if stamp then
  if tonumber(stamp) < from then return { 'regressed', stamp } end
elseif first ~= '1' then
  return { 'regressed', '' }
end

local counted = redis.call('GET', KEYS[2])
if revision ~= '' then
  if counted then
    if tonumber(counted) > tonumber(revision) then return { 'outdated', counted } end
  elseif newest ~= '1' then
    return { 'outdated', '' }
  end
end

local at = 7
for i = 1, n do
  local version = redis.call('HGET', KEYS[2 + i], 'v') or '0'
  if version ~= ARGV[at] then return { 'conflict' } end
  at = at + 3
end

at = 7
for i = 1, n do
  local version, state, ttl = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  if state ~= '' then
    redis.call('HSET', KEYS[2 + i], 'v', tostring(tonumber(version) + 1), 's', state)
    redis.call('PEXPIRE', KEYS[2 + i], ttl)
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

if revision ~= '' and counted ~= revision then redis.call('SET', KEYS[2], revision) end
local due = tonumber(ARGV[at])
local dueKey = ARGV[at + 1]
at = at + 2
for _ = 1, due do
  redis.call('ZADD', dueKey, ARGV[at + 1], ARGV[at])
  at = at + 2
end

if not stamp or tonumber(stamp) < to then redis.call('SET', KEYS[1], ARGV[2]) end
return { 'ok' }
