package redact

// vendor is a shape that a service gives to its tokens: a prefix, then at least
// min bytes of an alphabet. The minima are below what the services use, so that
// a token that was cut goes as well.
type vendor struct {
	prefix string
	body   class
	min    int
	// dense asks for 16 letters and digits in a row: the prefix alone might
	// begin a name with hyphens.
	dense bool
}

const (
	hex      = digit | hexLetter
	base64ch = alnum | plus | slash | equal
	url64    = alnum | under | dash
	dotted   = url64 | dot
)

// vendors holds the shapes by their first byte.
var vendors = [128][]vendor{
	'$': {
		{"$2a$", alnum | dollar | dot | slash, 40, false},
		{"$2b$", alnum | dollar | dot | slash, 40, false},
		{"$2y$", alnum | dollar | dot | slash, 40, false}, // bcrypt
		{"$argon2", alnum | dollar | dot | slash | equal | plus | dash, 20, false},
		{"$6$", alnum | dollar | dot | slash | equal, 20, false},
		{"$5$", alnum | dollar | dot | slash | equal, 20, false},
		{"$y$", alnum | dollar | dot | slash, 20, false},
	},
	'1': {{"1//0", url64, 30, false}}, // Google, refresh token
	'A': {
		{"AKIA", upper | digit, 12, false}, {"ASIA", upper | digit, 12, true}, {"ABIA", upper | digit, 16, true}, {"ACCA", upper | digit, 16, true}, {"ABSK", base64ch, 60, false}, // AWS
		{"AIza", url64, 30, false},                                                                 // Google
		{"AGE-SECRET-KEY-", alnum | dash, 20, false},                                               // age
		{"ATATT", url64 | equal, 20, true}, {"ATBB", alnum, 20, false}, {"ATCTT", url64, 20, true}, // Atlassian
		{"AC", hex, 32, false},             // Twilio
		{"AKCp", alnum, 40, false},         // Artifactory
		{"API-", upper | digit, 24, false}, // Octopus
		{"AQVN", url64, 30, false},         // Yandex
		{"A3T", upper | digit, 17, false},
	},
	'C': {{"CFPAT-", url64, 24, false}, {"CCIPAT_", alnum | under, 20, false}, {"CLOJARS_", alnum, 30, false}},
	'E': {{"EZAK", alnum, 40, false}, {"EZTK", alnum, 40, false}, {"EAA", alnum, 60, false}}, // EasyPost, Facebook
	'F': {{"FLWSECK", alnum | dash | under, 16, false}},
	'G': {{"GOCSPX-", url64, 16, false}, {"GR1348941", url64, 16, false}}, // Google, GitLab
	'H': {{"HRKU-", url64, 24, false}},
	'L': {{"LTAI", alnum, 16, false}},
	'N': {{"NRAK-", alnum, 16, false}, {"NRJS-", alnum, 16, false}, {"NRII-", url64, 16, false}, {"NRIQ-", url64, 16, false}, {"NRRA-", url64, 16, false}}, // New Relic
	'P': {{"PMAK-", alnum | dash, 24, false}},
	'S': {{"SK", hex, 32, false}, {"SG.", dotted, 20, true}}, // Twilio, SendGrid
	'a': {
		{"aio_", alnum, 20, false},
		{"api_org_", alnum, 20, false},
		{"apify_api_", alnum, 20, false},
		{"age-secret-key-", alnum | dash, 20, false},
	},
	'b': {{"bkua_", alnum, 20, false}, {"bedrock-api-key-", base64ch, 20, false}},
	'c': {{"cmVmd", alnum, 40, false}, {"cio_", alnum, 24, false}, {"cfut_", alnum, 24, false}},
	'd': {
		{"dapi", hex, 30, false},                                         // Databricks
		{"dckr_pat_", url64, 16, false}, {"dckr_oat_", url64, 16, false}, // Docker
		{"dop_v1_", hex, 16, false}, {"doo_v1_", hex, 16, false}, {"dor_v1_", hex, 16, false}, // DigitalOcean
		{"dp.pt.", alnum, 16, false}, {"dp.st.", dotted, 16, true}, {"dp.ct.", alnum, 16, false}, {"dp.sa.", alnum, 16, false}, {"dp.scim.", alnum, 16, false}, {"dp.audit.", alnum, 16, false}, // Doppler
		{"dt0c01.", alnum | dot, 24, true}, {"dt0s16.", alnum | dot, 24, true}, // Dynatrace
		{"duffel_live_", url64 | equal, 20, false}, {"duffel_test_", url64 | equal, 20, false},
	},
	'f': {
		{"fo1_", url64, 16, false}, {"fm1r_", base64ch, 30, false}, {"fm1a_", base64ch, 30, false}, {"fm2_", base64ch, 30, false}, // Fly
		{"figd_", url64, 20, false}, {"fio-u-", url64 | equal, 30, false},
	},
	'g': {
		{"ghp_", alnum, 10, false},
		{"gho_", alnum, 10, false},
		{"ghu_", alnum, 10, false},
		{"ghs_", dotted, 10, false},
		{"ghr_", alnum, 10, false},
		{"github_pat_", alnum | under, 16, false},
		{"glpat-", dotted, 10, false},
		{"gldt-", dotted, 10, false},
		{"glrt-", dotted, 10, false},
		{"glcbt-", dotted, 10, false},
		{"glffct-", url64, 10, false},
		{"glft-", url64, 10, false},
		{"glimt-", url64, 10, false},
		{"glagent-", url64, 16, false},
		{"gloas-", url64, 16, false},
		{"glptt-", url64, 16, false},
		{"glsoat-", url64, 10, false},
		{"glwt-", url64, 16, false},
		{"glsa_", alnum | under, 20, false},
		{"glc_", base64ch, 24, false}, // Grafana
		{"gsk_", alnum, 20, false},    // Groq
	},
	'h': {
		{"hf_", alnum, 20, false},                                                          // Hugging Face
		{"hvs.", url64, 16, false}, {"hvb.", url64, 16, false}, {"hvr.", url64, 16, false}, // Vault
		{"hooks.slack.com/services/", alnum | slash, 8, false}, {"hooks.slack.com/workflows/", alnum | slash, 8, false}, {"hooks.slack.com/triggers/", alnum | slash, 8, false},
	},
	'i': {{"ico-", alnum, 24, false}},
	'k': {{"key-", hex, 32, false}}, // Mailgun
	'l': {{"lin_api_", alnum, 16, false}, {"lin_oauth_", alnum, 16, false}, {"lsv2_pt_", alnum | under, 20, false}, {"lsv2_sk_", alnum | under, 20, false}},
	'n': {{"npm_", alnum, 20, false}, {"ntn_", alnum, 20, false}, {"nfp_", alnum, 20, false}, {"nvapi-", url64, 20, false}},
	'o': {{"ops_eyJ", base64ch | url64, 16, false}, {"oy2", lower | digit, 40, false}}, // 1Password, NuGet
	'p': {
		{"pypi-", url64, 30, true},
		{"pul-", hex, 30, false},
		{"pnu_", alnum, 24, false},
		{"pplx-", alnum, 24, false},
		{"pscale_tkn_", dotted | equal, 16, false},
		{"pscale_oauth_", dotted | equal, 16, false},
		{"pscale_pw_", dotted | equal, 16, false},
		{"pscale_pat_", dotted | equal, 16, false},
		{"phx_", alnum, 24, false},
		{"phc_", alnum, 24, false},
		{"p8e-", alnum, 24, false},
		{"pat.", dotted, 40, true},
		{"pk_live_", alnum, 16, false},
		{"pk.eyJ", dotted, 20, false},
	},
	'r': {
		{"rk_live_", alnum, 10, false},
		{"rk_test_", alnum, 10, false},
		{"rk_prod_", alnum, 10, false},
		{"rubygems_", hex, 30, false},
		{"rdme_", alnum, 40, false},
		{"r8_", alnum, 24, false},
		{"rnd_", alnum, 24, false},
		{"re_", alnum | under, 28, true},
	},
	's': {
		{"sk_live_", alnum, 10, false},
		{"sk_test_", alnum, 10, false},
		{"sk_prod_", alnum, 10, false}, // Stripe
		{"sk-ant-", url64, 12, false},  // Anthropic
		{"sk-proj-", url64, 16, false},
		{"sk-svcacct-", url64, 16, false},
		{"sk-admin-", url64, 16, false},
		{"sk-or-v1-", alnum, 16, false},
		{"sk-lf-", url64, 20, false},
		{"sk-", url64, 18, true},      // OpenAI and those that follow it
		{"sk.eyJ", dotted, 20, false}, // Mapbox
		{"shpat_", hex, 16, false},
		{"shpca_", hex, 16, false},
		{"shppa_", hex, 16, false},
		{"shpss_", hex, 16, false}, // Shopify
		{"shippo_live_", hex, 20, false},
		{"shippo_test_", hex, 20, false},
		{"sq0atp-", url64, 16, false},
		{"sq0csp-", url64, 16, false},
		{"sq0idp-", url64, 16, false}, // Square
		{"sbp_", alnum | under, 20, false},
		{"sb_secret_", url64, 16, false}, // Supabase
		{"sntrys_", base64ch | under, 20, false},
		{"sntryu_", hex, 30, false},        // Sentry
		{"sgp_", alnum | under, 32, false}, // Sourcegraph
		{"sat.", dotted, 40, true},
		{"secret_", alnum, 32, true},
		{"s-s4t2ud-", hex, 32, false},
		{"sha256~", url64, 30, false},
		{"sm_aat_", alnum, 16, false},
		{"sm_pat_", alnum, 16, false},
		{"sm_sat_", alnum, 16, false},
	},
	't': {{"tskey-", alnum | dash, 16, false}, {"tk-us-", url64, 30, false}, {"tfp_", url64, 30, false}},                                                     // Tailscale
	'v': {{"vcp_", alnum, 20, false}, {"vci_", alnum, 20, false}, {"vca_", alnum, 20, false}, {"vck_", alnum, 20, false}, {"v1.0-", hex | dash, 100, false}}, // Vercel, Cloudflare
	'w': {{"whsec_", base64ch, 16, false}},
	'y': {{"ya29.", dotted, 16, false}}, // Google
	'x': {
		{"xoxb-", alnum | dash, 10, false},
		{"xoxp-", alnum | dash, 10, false},
		{"xoxa-", alnum | dash, 10, false},
		{"xoxr-", alnum | dash, 10, false},
		{"xoxs-", alnum | dash, 10, false},
		{"xoxo-", alnum | dash, 10, false},
		{"xoxe-", alnum | dash, 10, false},
		{"xoxe.xox", alnum | dash, 10, false},
		{"xoxc-", alnum | dash, 10, false},
		{"xoxd-", alnum | dash | percent, 10, false},
		{"xapp-", alnum | dash, 10, false}, // Slack
		{"xkeysib-", alnum | dash, 30, false},
		{"xai-", alnum, 24, false},
	},
}
