// Package browser holds tests that look at the server's pages in Chromium.
package browser
