module github.com/optin-go/optin/tools

go 1.26.0
