package main

import (
	"log/slog"
	"net/http"

	"github.com/optin-go/optin/server/internal/store"
)

// receiver is what takes events.
func receiver(*store.Store, *serveFlags, *slog.Logger) http.Handler { return http.NotFoundHandler() }
