// Package catalog declares what a tool collects.
package catalog
