package telemetrycmd

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

// salt returns what makes the machine ID this tool's own: the salt of the Config,
// followed by the rotation token if the user has asked for a new identity.
func (a *App) salt() (string, error) {
	token, err := os.ReadFile(a.paths.rotation)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return a.cfg.Salt + strings.TrimSpace(string(token)), nil
}
