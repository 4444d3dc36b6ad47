package consent

import "os"

// ciVariables are set by CI systems, to anything at all.
var ciVariables = [...]string{
	"BUILD_NUMBER", "RUN_ID", "GITHUB_ACTIONS", "GITLAB_CI", "CIRCLECI", "TRAVIS",
	"APPVEYOR", "TF_BUILD", "BUILDKITE", "DRONE", "CIRRUS_CI", "SEMAPHORE",
	"NETLIFY", "BITRISE_IO", "JENKINS_URL", "TEAMCITY_VERSION", "BITBUCKET_COMMIT",
	"CODEBUILD_BUILD_ID", "BUDDY_WORKSPACE_ID", "bamboo_planKey", "GO_PIPELINE_LABEL",
}

// CISystem returns the name of the environment variable from which it is known
// that a CI system runs this process, and whether there is one. A nil lookup is
// [os.LookupEnv]. It looks at nothing but the environment.
//
// CI and CONTINUOUS_INTEGRATION count unless they are empty or an off word, as of
// [ParseVariable]. The variables of single systems count unless they are empty:
// CI=false does not undo them.
func CISystem(lookup func(string) (string, bool)) (variable string, ok bool) {
	if lookup == nil {
		lookup = os.LookupEnv
	}
	for _, name := range [...]string{"CI", "CONTINUOUS_INTEGRATION"} {
		value, _ := lookup(name)
		if setting := ParseVariable(value); setting != SettingNeutral && setting != SettingOff {
			return name, true
		}
	}
	for _, name := range ciVariables {
		if value, _ := lookup(name); value != "" {
			return name, true
		}
	}
	return "", false
}
