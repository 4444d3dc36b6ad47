module github.com/optin-go/optin/examples

go 1.26.0
