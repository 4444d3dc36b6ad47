package consent_test

import (
	"testing"

	"github.com/optin-go/optin/consent"
)

// vendorVariables is written out again, so that one cannot be lost unnoticed.
var vendorVariables = []string{
	"BUILD_NUMBER", "RUN_ID", "GITHUB_ACTIONS", "GITLAB_CI", "CIRCLECI", "TRAVIS", "APPVEYOR", "TF_BUILD", "BUILDKITE", "DRONE", "CIRRUS_CI",
	"SEMAPHORE", "NETLIFY", "BITRISE_IO", "JENKINS_URL", "TEAMCITY_VERSION", "BITBUCKET_COMMIT", "CODEBUILD_BUILD_ID", "BUDDY_WORKSPACE_ID",
	"bamboo_planKey", "GO_PIPELINE_LABEL",
}

func TestCISystem(t *testing.T) {
	type variables = map[string]string
	type test struct {
		env  variables
		want string
	}
	tests := []test{
		{nil, ""},
		{variables{"CIRCUS": "1", "HOME": "/root", "ci": "1"}, ""},
		{variables{"CI": "true", "GITHUB_ACTIONS": "true"}, "CI"},
		{variables{"CI": "false", "GITHUB_ACTIONS": "true"}, "GITHUB_ACTIONS"},
		{variables{"CI": "false", "CONTINUOUS_INTEGRATION": "true"}, "CONTINUOUS_INTEGRATION"},
		{variables{"CI": "1", "CONTINUOUS_INTEGRATION": "0"}, "CI"},
	}
	for _, name := range []string{"CI", "CONTINUOUS_INTEGRATION"} {
		for _, value := range []string{"1", "true", "TRUE", " yes ", "on", "woodpecker", "log"} {
			tests = append(tests, test{variables{name: value}, name})
		}
		for _, value := range []string{"", " ", "0", "false", "no", "off", "disabled", " False "} {
			tests = append(tests, test{variables{name: value}, ""})
		}
	}
	for _, name := range vendorVariables {
		for _, value := range []string{"1", "false", "0", "https://ci.example.org/"} {
			tests = append(tests, test{variables{name: value, "CI": "false"}, name})
		}
		tests = append(tests, test{variables{name: ""}, ""})
	}
	for _, test := range tests {
		got, ok := consent.CISystem(environment(test.env))
		if got != test.want || ok != (test.want != "") {
			t.Errorf("CISystem of %q is %q, %v, want %q", test.env, got, ok, test.want)
		}
	}
}

func TestCISystemOfTheProcess(t *testing.T) {
	for _, name := range append([]string{"CI", "CONTINUOUS_INTEGRATION"}, vendorVariables...) {
		t.Setenv(name, "")
	}
	if got, ok := consent.CISystem(nil); ok {
		t.Errorf("CISystem(nil) is %q, want none", got)
	}
	t.Setenv("TRAVIS", "1")
	if got, ok := consent.CISystem(nil); got != "TRAVIS" || !ok {
		t.Errorf("CISystem(nil) is %q, %v, want TRAVIS", got, ok)
	}
}
