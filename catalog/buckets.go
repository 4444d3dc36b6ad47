package catalog

import (
	"strconv"
	"strings"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// buckets declares d as an attribute of one of the three kinds with bounds. Bounds
// that cannot be used are left out of the attribute, so that its names are sound
// although the catalog refuses to work.
func (c *Catalog) buckets(d *declaration, kind Kind, key, purpose string, bounds []int64) {
	*d = declaration{kind: kind, key: key, purpose: purpose}
	var wrong []string
	if len(bounds) == 0 {
		wrong = append(wrong, "has no bounds; declare where one range ends and the next begins")
	}
	for _, b := range bounds {
		switch last := len(d.bounds) - 1; {
		case b <= 0:
			wrong = append(wrong, "the bound "+boundText(kind, b)+" is not positive; the first range holds what is below the first bound")
		case last >= 0 && b <= d.bounds[last]:
			wrong = append(wrong, "the bound "+boundText(kind, b)+" does not lie above the one before it; declare bounds in ascending order, each once")
		default:
			d.bounds = append(d.bounds, b)
		}
	}
	d.values = bucketNames(kind, d.bounds)
	c.declare(d)
	for _, text := range wrong {
		c.mistaken(key, text)
	}
}

// bucket returns the attribute with the range in which n lies.
func (d *declaration) bucket(n int64) telemetry.Attr {
	if len(d.values) == 0 {
		return telemetry.Attr{}
	}
	i := 0
	for i < len(d.bounds) && n >= d.bounds[i] {
		i++
	}
	return telemetry.Attr{Key: d.key, Value: d.values[i]}
}

// bucketNames names the ranges. They are on the wire and in the catalog's
// version, so a name never changes.
func bucketNames(kind Kind, bounds []int64) []string {
	if len(bounds) == 0 {
		return nil
	}
	names := []string{"<" + boundText(kind, bounds[0])}
	for i := 1; i < len(bounds); i++ {
		low, high := bounds[i-1], bounds[i]
		switch {
		case kind != KindCount:
			names = append(names, boundText(kind, low)+"-"+boundText(kind, high))
		case low+1 == high:
			names = append(names, boundText(kind, low))
		default:
			names = append(names, boundText(kind, low)+"-"+boundText(kind, high-1))
		}
	}
	return append(names, ">="+boundText(kind, bounds[len(bounds)-1]))
}

func boundText(kind Kind, n int64) string {
	switch kind {
	case KindDuration:
		return durationText(time.Duration(n))
	case KindSize:
		return sizeText(n)
	default:
		return strconv.FormatInt(n, 10)
	}
}

// durationText returns d as [time.Duration.String] does, in ASCII and without
// units that are zero: "1m", not "1m0s".
func durationText(d time.Duration) string {
	s := strings.Replace(d.String(), "µ", "u", 1)
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// sizeText returns n in the largest unit in which it is a whole number, because a
// rounded bound would be a wrong one.
func sizeText(n int64) string {
	units := [...]string{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
	i := 0
	for n != 0 && n%1024 == 0 && i < len(units)-1 {
		n /= 1024
		i++
	}
	return strconv.FormatInt(n, 10) + units[i]
}
