module github.com/optin-go/optin/redact

go 1.25.0
