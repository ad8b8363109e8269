# What the service gateway may do for itself: keep its login alive, mint its own next secret id, take its own database login.
path "auth/token/lookup-self" { capabilities = ["read"] }
path "auth/token/renew-self" { capabilities = ["update"] }
path "auth/token/revoke-self" { capabilities = ["update"] }
path "auth/approle/role/mateship-gateway/secret-id" {
  capabilities = ["update"]
  allowed_parameters = { "cidr_list" = [] }
}
path "auth/approle/role/mateship-gateway/secret-id/destroy" { capabilities = ["update"] }
path "database/creds/gateway-role" { capabilities = ["read"] }
path "sys/leases/renew" { capabilities = ["update"] }
path "sys/leases/revoke" { capabilities = ["update"] }
