module github.com/optin-go/optin/bench

go 1.26.0
