module github.com/optin-go/optin/internal

go 1.25.0
