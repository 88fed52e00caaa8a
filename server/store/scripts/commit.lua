-- Commits one batch of one workshop, whole or not at all.
-- KEYS: head, log, ops, texts, people
-- ARGV: expected seq, expected log head, expected epoch, epoch for a fork, bell channel, bell text,
--       n, n × (record, log head, digests), o, o × (op field, ack),
--       t, t × (text field, salted text), p, p × (seat id, person)
-- Answers: {"ok"} | {"behind", missed…} | {"known", op field, ack} | {"forked", epoch}
--       missed: {seq, record, log head, digests, {path, salted text, …}}, the first 256 of them.
--       They come with the answer, or who is one round trip slower would never catch up.
local head = redis.call("HMGET", KEYS[1], "seq", "head", "epoch")
local seq = tonumber(head[1] or "0")
if seq ~= tonumber(ARGV[1]) then
  if seq < tonumber(ARGV[1]) then
    redis.call("HSET", KEYS[1], "epoch", ARGV[4])
    return {"forked", ARGV[4]}
  end
  if (head[3] or ARGV[3]) ~= ARGV[3] then return {"forked", head[3]} end
  local answer = {"behind"}
  local entries = redis.call("XRANGE", KEYS[2], (tonumber(ARGV[1]) + 1) .. "-1", "+", "COUNT", 256)
  for _, entry in ipairs(entries) do
    local number = string.match(entry[1], "^%d+")
    local texts = {}
    for path in pairs(cjson.decode(entry[2][6])) do
      local kept = redis.call("HGET", KEYS[4], number .. ":" .. path)
      if kept then
        texts[#texts + 1] = path
        texts[#texts + 1] = kept
      end
    end
    answer[#answer + 1] = {number, entry[2][2], entry[2][4], entry[2][6], texts}
  end
  return answer
end
if (head[2] or "") ~= ARGV[2] or (head[3] or ARGV[3]) ~= ARGV[3] then
  -- The same length but another content: a fork (a failover, a restore by hand).
  if (head[3] or ARGV[3]) ~= ARGV[3] then return {"forked", head[3]} end
  redis.call("HSET", KEYS[1], "epoch", ARGV[4])
  return {"forked", ARGV[4]}
end

local at = 7
local function count()
  local n = tonumber(ARGV[at])
  at = at + 1
  return n
end

-- Look at everything before writing anything.
local records = count()
local first_record = at
at = at + records * 3
local ops = count()
for i = 0, ops - 1 do
  local known = redis.call("HGET", KEYS[3], ARGV[at + i * 2])
  if known then return {"known", ARGV[at + i * 2], known} end
end

local bytes = 0
for i = 0, records - 1 do
  local place = first_record + i * 3
  redis.call("XADD", KEYS[2], (seq + i + 1) .. "-1",
    "change", ARGV[place], "head", ARGV[place + 1], "digests", ARGV[place + 2])
  bytes = bytes + string.len(ARGV[place])
end
local last_head = ARGV[first_record + (records - 1) * 3 + 1]
for i = 0, ops - 1 do
  redis.call("HSET", KEYS[3], ARGV[at + i * 2], ARGV[at + i * 2 + 1])
end
at = at + ops * 2
local texts = count()
for i = 0, texts - 1 do
  redis.call("HSET", KEYS[4], ARGV[at + i * 2], ARGV[at + i * 2 + 1])
end
at = at + texts * 2
local people = count()
for i = 0, people - 1 do
  redis.call("HSET", KEYS[5], ARGV[at + i * 2], ARGV[at + i * 2 + 1])
end
redis.call("HSET", KEYS[1], "seq", seq + records, "head", last_head, "epoch", ARGV[3])
redis.call("HINCRBY", KEYS[1], "bytes", bytes)
redis.call("PUBLISH", ARGV[5], ARGV[6])
return {"ok"}
