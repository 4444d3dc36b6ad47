module github.com/optin-go/optin/machineid

go 1.25.0

require github.com/denisbrodbeck/machineid v1.0.1

require golang.org/x/sys v0.47.0 // indirect
