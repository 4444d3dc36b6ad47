package app

import (
	"errors"
	"strings"

	"github.com/optin-go/optin/telemetry"
)

// mistake returns an error of New about a field of the Config.
func mistake(text string) error {
	return &telemetry.Error{Kind: telemetry.ErrConfig, Op: "app", Err: errors.New("Config." + strings.TrimPrefix(text, "Config."))}
}

// cause returns the text of an error without what it says about itself.
func cause(err error) string {
	var typed *telemetry.Error
	if errors.As(err, &typed) && typed.Err != nil {
		return typed.Err.Error()
	}
	return err.Error()
}
