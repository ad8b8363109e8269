# OpenBao for one installation on one machine. What each choice means: README.md beside this file.
ui = false
api_addr = "http://openbao:8200"
cluster_addr = "http://openbao:8201"

# Only the containers of the internal networks `secrets` and `database` can reach it.
listener "tcp" {
  address = "0.0.0.0:8200"
  tls_disable = true
}

storage "raft" {
  path = "/openbao/file"
  node_id = "openbao"
}

# Unseals by itself with this key. To replace it: current_key_id and current_key become the new one, and the old one goes to
# previous_key_id and previous_key for one start.
seal "static" {
  current_key_id = "1"
  current_key = "file:///run/seal/key"
}

# A lease ends with the token that took it; tokens of services live a day at most (setup openbao).
default_lease_ttl = "1h"
max_lease_ttl = "24h"
