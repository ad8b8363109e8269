# Puts wrapped data keys under the current version. Neither of these ever answers a data key.
path "transit/rewrap/mateship-chat" { capabilities = ["update"] }
path "transit/rewrap/mateship-file" { capabilities = ["update"] }
path "transit/rewrap/mateship-mate" { capabilities = ["update"] }
path "transit/rewrap/mateship-prompt" { capabilities = ["update"] }
path "transit/rewrap/mateship-party" { capabilities = ["update"] }
path "transit/rewrap/mateship-share" { capabilities = ["update"] }
path "transit/keys/mateship-chat" { capabilities = ["read"] }
path "transit/keys/mateship-file" { capabilities = ["read"] }
path "transit/keys/mateship-mate" { capabilities = ["read"] }
path "transit/keys/mateship-prompt" { capabilities = ["read"] }
path "transit/keys/mateship-party" { capabilities = ["read"] }
path "transit/keys/mateship-share" { capabilities = ["read"] }
