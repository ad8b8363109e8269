# Makes new versions and retires old ones; no other setting of a key may be changed.
path "transit/keys/mateship-chat/rotate" { capabilities = ["update"] }
path "transit/keys/mateship-file/rotate" { capabilities = ["update"] }
path "transit/keys/mateship-mate/rotate" { capabilities = ["update"] }
path "transit/keys/mateship-prompt/rotate" { capabilities = ["update"] }
path "transit/keys/mateship-party/rotate" { capabilities = ["update"] }
path "transit/keys/mateship-share/rotate" { capabilities = ["update"] }
path "transit/keys/mateship-chat/config" {
  capabilities = ["update"]
  allowed_parameters = {
    "min_decryption_version" = []
    "min_encryption_version" = []
  }
}
path "transit/keys/mateship-file/config" {
  capabilities = ["update"]
  allowed_parameters = {
    "min_decryption_version" = []
    "min_encryption_version" = []
  }
}
path "transit/keys/mateship-mate/config" {
  capabilities = ["update"]
  allowed_parameters = {
    "min_decryption_version" = []
    "min_encryption_version" = []
  }
}
path "transit/keys/mateship-prompt/config" {
  capabilities = ["update"]
  allowed_parameters = {
    "min_decryption_version" = []
    "min_encryption_version" = []
  }
}
path "transit/keys/mateship-party/config" {
  capabilities = ["update"]
  allowed_parameters = {
    "min_decryption_version" = []
    "min_encryption_version" = []
  }
}
path "transit/keys/mateship-share/config" {
  capabilities = ["update"]
  allowed_parameters = {
    "min_decryption_version" = []
    "min_encryption_version" = []
  }
}
path "transit/keys/mateship-chat/trim" {
  capabilities = ["update"]
  allowed_parameters = { "min_available_version" = [] }
}
path "transit/keys/mateship-file/trim" {
  capabilities = ["update"]
  allowed_parameters = { "min_available_version" = [] }
}
path "transit/keys/mateship-mate/trim" {
  capabilities = ["update"]
  allowed_parameters = { "min_available_version" = [] }
}
path "transit/keys/mateship-prompt/trim" {
  capabilities = ["update"]
  allowed_parameters = { "min_available_version" = [] }
}
path "transit/keys/mateship-party/trim" {
  capabilities = ["update"]
  allowed_parameters = { "min_available_version" = [] }
}
path "transit/keys/mateship-share/trim" {
  capabilities = ["update"]
  allowed_parameters = { "min_available_version" = [] }
}
