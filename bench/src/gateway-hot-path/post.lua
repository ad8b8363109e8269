-- A valid input of about 1 KB for bench/echo, with an API key; the other targets do not look at either.
wrk.method = "POST"
wrk.body = '{"limit":5,"text":"' .. string.rep("x", 1024 - 21) .. '"}'
wrk.headers["content-type"] = "application/json"
wrk.headers["authorization"] = "Bearer " .. os.getenv("BENCH_KEY")
