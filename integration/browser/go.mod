module github.com/optin-go/optin/integration/browser

go 1.26.0
