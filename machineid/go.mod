module github.com/optin-go/optin/machineid

go 1.25.0
