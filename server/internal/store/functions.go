package store

import (
	"database/sql/driver"
	"sync"

	"modernc.org/sqlite"
)

// registered makes the SQL functions on sets known to the driver, for all
// connections opened afterwards:
//
//	machines(chunk, members)  aggregate: how many distinct machines the sets hold
//	unite(members)            aggregate: the union, of sets of the same chunk
//	overlap(a, b)             how many machines are in both sets
var registered = sync.OnceValue(func() error {
	err := sqlite.RegisterFunction("machines", &sqlite.FunctionImpl{
		NArgs: 2, Deterministic: true, VolatileArgs: true,
		MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) {
			return &machinesFunction{}, nil
		},
	})
	if err != nil {
		return err
	}
	err = sqlite.RegisterFunction("unite", &sqlite.FunctionImpl{
		NArgs: 1, Deterministic: true, VolatileArgs: true,
		MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) {
			return &uniteFunction{}, nil
		},
	})
	if err != nil {
		return err
	}
	return sqlite.RegisterFunction("overlap", &sqlite.FunctionImpl{
		NArgs: 2, Deterministic: true, VolatileArgs: true,
		Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			var a, b bitmap
			a.unite(blob(args[0]))
			b.unite(blob(args[1]))
			for i := range a {
				a[i] &= b[i]
			}
			return int64(a.count()), nil
		},
	})
})

func blob(v driver.Value) []byte {
	b, _ := v.([]byte)
	return b
}

// machinesFunction keeps the chunks it has met; the last one is looked at first,
// since rows usually come in the order of chunks.
type machinesFunction struct {
	chunks map[int64]*bitmap
	last   int64
	set    *bitmap
}

func (f *machinesFunction) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	encoded := blob(args[1])
	if len(encoded) == 0 {
		return nil
	}
	chunk, _ := args[0].(int64)
	if f.set == nil || chunk != f.last {
		set := f.chunks[chunk]
		if set == nil {
			if f.chunks == nil {
				f.chunks = map[int64]*bitmap{}
			}
			set = new(bitmap)
			f.chunks[chunk] = set
		}
		f.last, f.set = chunk, set
	}
	f.set.unite(encoded)
	return nil
}

func (f *machinesFunction) WindowInverse(*sqlite.FunctionContext, []driver.Value) error {
	return errNoWindow
}

func (f *machinesFunction) WindowValue(*sqlite.FunctionContext) (driver.Value, error) {
	total := 0
	for _, set := range f.chunks {
		total += set.count()
	}
	return int64(total), nil
}

func (f *machinesFunction) Final(*sqlite.FunctionContext) {}

type uniteFunction struct{ set bitmap }

func (f *uniteFunction) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	f.set.unite(blob(args[0]))
	return nil
}

func (f *uniteFunction) WindowInverse(*sqlite.FunctionContext, []driver.Value) error {
	return errNoWindow
}

func (f *uniteFunction) WindowValue(*sqlite.FunctionContext) (driver.Value, error) {
	return f.set.encode(), nil
}

func (f *uniteFunction) Final(*sqlite.FunctionContext) {}
