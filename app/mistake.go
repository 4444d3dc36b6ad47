package app

import (
	"errors"
	"strings"

	"github.com/optin-go/optin/telemetry"
)

// mistake returns the error of New for a mistake in a field of the Config.
func mistake(text string) error {
	return &telemetry.Error{Kind: telemetry.ErrConfig, Op: "app", Err: errors.New("Config." + strings.TrimPrefix(text, "Config."))}
}

// cause returns the text of an error without its prefix.
func cause(err error) string {
	var typed *telemetry.Error
	if errors.As(err, &typed) && typed.Err != nil {
		return typed.Err.Error()
	}
	return err.Error()
}
