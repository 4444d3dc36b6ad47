package otlpsink

import (
	"errors"
	"net/url"
	"strings"
)

const logsPath = "/v1/logs"

var (
	errEndpointForm   = errors.New("Config.Endpoint is not a URL; write https://host:4318")
	errEndpointScheme = errors.New("Config.Endpoint has a scheme other than https; write https://host:4318, which is OTLP over HTTP")
	errEndpointGRPC   = errors.New("Config.Endpoint is for OTLP over gRPC, which this sink does not speak; write the receiver's address for HTTP, https://host:4318")
)

// logsURL returns the URL that receives log records. It checks only what it needs
// to build the URL; the poster checks the rest.
func logsURL(endpoint string) (string, error) {
	if endpoint == "" {
		return "", nil // which the poster refuses
	}
	u, err := url.Parse(endpoint)
	if err != nil {
		return "", errEndpointForm
	}
	switch u.Scheme {
	case "https", "http":
	case "grpc", "grpcs":
		return "", errEndpointGRPC
	case "":
		return "", errEndpointForm
	default:
		return "", errEndpointScheme
	}
	if strings.HasSuffix(strings.TrimSuffix(u.Path, "/"), logsPath) || u.Host == "" || strings.Contains(endpoint, "#") {
		return endpoint, nil
	}
	return u.JoinPath(logsPath).String(), nil
}
