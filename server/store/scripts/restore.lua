-- Puts what was written beside a workshop in its place, all at once, if nobody wrote meanwhile.
-- KEYS: head, then n × (key beside, key in its place), then n keys to delete
-- ARGV: expected seq, expected log head ("" when there is no workshop), n, bell channel, bell text
-- Answers: "ok" | "changed"
local head = redis.call("HMGET", KEYS[1], "seq", "head")
if (head[1] or "0") ~= ARGV[1] or (head[2] or "") ~= ARGV[2] then return "changed" end
local pairs = tonumber(ARGV[3])
for i = 0, pairs - 1 do
  local beside, place = KEYS[2 + i * 2], KEYS[3 + i * 2]
  redis.call("DEL", place)
  if redis.call("EXISTS", beside) == 1 then redis.call("RENAME", beside, place) end
end
for i = 2 + pairs * 2, #KEYS do redis.call("DEL", KEYS[i]) end
redis.call("PUBLISH", ARGV[4], ARGV[5])
return "ok"
