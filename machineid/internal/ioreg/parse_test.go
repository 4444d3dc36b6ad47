package ioreg

import "testing"

const uuid = "A3344D1D-1234-22A1-B123-11AB1C11D111"

// What ioreg says, shortened.
const device = `+-o J314sAP  <class IOPlatformExpertDevice, id 0x10000021f, registered, matched, active, busy 0 (1284 ms), retain 42>
    {
      "manufacturer" = <"Apple Inc.">
      "IOPolledInterface" = "AppleARMWatchdogTimerHibernateHandler is not serializable"
      "compatible" = <"MacBookPro18,3","AppleARM">
      "IOPlatformSerialNumber" = "C02XX0XXXX00"
      "IOPlatformUUID" = "` + uuid + `"
      "clock-frequency" = <00366e01>
    }

`

func TestParse(t *testing.T) {
	for _, tt := range []struct{ name, out, want string }{
		{"a machine", device, uuid},
		{"no line end", `"IOPlatformUUID" = "` + uuid + `"`, uuid},
		{"nothing", "", ""},
		{"no such key", `"IOPlatformSerialNumber" = "C02XX0XXXX00"` + "\n", ""},
		{"another key that ends like it", `"NotIOPlatformUUID" = "` + uuid + `"` + "\n", ""},
		{"the key as a value", `"Key" = "IOPlatformUUID = x"` + "\n", ""},
		{"no value", `"IOPlatformUUID"` + "\n", ""},
		{"an empty value", `"IOPlatformUUID" = ""` + "\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := parse(tt.out); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
