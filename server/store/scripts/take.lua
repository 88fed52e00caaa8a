-- Takes from a bucket that fills with time; all processes take from the same.
-- KEYS: bucket. ARGV: how many it gains a second, how many it holds, how many are taken
-- Answer: 0, or the milliseconds until there are enough. The key holds when it will be full again,
-- and ends then: a full bucket needs no memory. The clock is that of Redis, the same for all.
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local each = 1000 / ARGV[1]
local full_at = math.max(now, tonumber(redis.call("GET", KEYS[1]) or "0")) + each * ARGV[3]
local wait = full_at - now - each * ARGV[2]
if wait > 0 then return math.ceil(wait) end
redis.call("SET", KEYS[1], string.format("%.0f", full_at), "PX", math.ceil(full_at - now))
return 0
