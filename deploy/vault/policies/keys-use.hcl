# Wraps and unwraps data keys. No "create": encrypting under a name that is not there would make a key with other settings.
path "transit/encrypt/mateship-chat" { capabilities = ["update"] }
path "transit/encrypt/mateship-file" { capabilities = ["update"] }
path "transit/encrypt/mateship-mate" { capabilities = ["update"] }
path "transit/encrypt/mateship-prompt" { capabilities = ["update"] }
path "transit/encrypt/mateship-party" { capabilities = ["update"] }
path "transit/encrypt/mateship-share" { capabilities = ["update"] }
path "transit/decrypt/mateship-chat" { capabilities = ["update"] }
path "transit/decrypt/mateship-file" { capabilities = ["update"] }
path "transit/decrypt/mateship-mate" { capabilities = ["update"] }
path "transit/decrypt/mateship-prompt" { capabilities = ["update"] }
path "transit/decrypt/mateship-party" { capabilities = ["update"] }
path "transit/decrypt/mateship-share" { capabilities = ["update"] }
