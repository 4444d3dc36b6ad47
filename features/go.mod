module github.com/optin-go/optin/features

go 1.26.0
