module github.com/optin-go/optin/integration

go 1.26.0
