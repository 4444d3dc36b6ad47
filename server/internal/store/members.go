package store

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// chunkSize is how many machines one stored set covers. Machine n is number
// n%chunkSize of chunk n/chunkSize.
const (
	chunkSize  = 8192
	chunkWords = chunkSize / 64
	bitmapSize = chunkSize / 8
	// listLimit is how many members a list has at most; from there on a bitmap is
	// no larger.
	listLimit = bitmapSize/2 - 1
)

// bitmap is a set of the machines of one chunk.
type bitmap [chunkWords]uint64

func (b *bitmap) add(n uint16)    { b[n/64] |= 1 << (n % 64) }
func (b *bitmap) remove(n uint16) { b[n/64] &^= 1 << (n % 64) }
func (b *bitmap) has(n uint16) bool {
	return b[n/64]&(1<<(n%64)) != 0
}

func (b *bitmap) count() int {
	total := 0
	for _, word := range b {
		total += bits.OnesCount64(word)
	}
	return total
}

// unite adds the members that encoded holds. Bytes that are no set are no
// members.
func (b *bitmap) unite(encoded []byte) {
	if len(encoded) == bitmapSize {
		for i := range b {
			b[i] |= binary.LittleEndian.Uint64(encoded[8*i:])
		}
		return
	}
	for ; len(encoded) >= 2; encoded = encoded[2:] {
		if n := binary.LittleEndian.Uint16(encoded); n < chunkSize {
			b.add(n)
		}
	}
}

// encode returns the set as it is stored: the members, ascending, two bytes each,
// or from 512 members on the 1024 bytes of the bitmap.
func (b *bitmap) encode() []byte {
	if b.count() > listLimit {
		out := make([]byte, bitmapSize)
		for i, word := range b {
			binary.LittleEndian.PutUint64(out[8*i:], word)
		}
		return out
	}
	out := make([]byte, 0, 2*b.count())
	for i, word := range b {
		for ; word != 0; word &= word - 1 {
			out = binary.LittleEndian.AppendUint16(out, uint16(64*i+bits.TrailingZeros64(word)))
		}
	}
	return out
}

// members is a set of the machines of one chunk that stays small while it has
// few members. The zero value is empty.
type members struct {
	list []uint16 // ascending; nil once there is a bitmap
	bits *bitmap
}

func decodeMembers(encoded []byte) members {
	if len(encoded) == bitmapSize {
		var m members
		m.bits = new(bitmap)
		m.bits.unite(encoded)
		return m
	}
	list := make([]uint16, 0, len(encoded)/2+1)
	for ; len(encoded) >= 2; encoded = encoded[2:] {
		list = append(list, binary.LittleEndian.Uint16(encoded))
	}
	return members{list: list}
}

// add adds n.
func (m *members) add(n uint16) {
	if m.bits != nil {
		m.bits.add(n)
		return
	}
	at, found := slices.BinarySearch(m.list, n)
	if found {
		return
	}
	if len(m.list) < listLimit {
		m.list = slices.Insert(m.list, at, n)
		return
	}
	m.bits = new(bitmap)
	for _, member := range m.list {
		m.bits.add(member)
	}
	m.list = nil
	m.bits.add(n)
}

func (m *members) remove(n uint16) {
	if m.bits != nil {
		m.bits.remove(n)
		return
	}
	if at, found := slices.BinarySearch(m.list, n); found {
		m.list = slices.Delete(m.list, at, at+1)
	}
}

func (m *members) encode() []byte {
	if m.bits != nil {
		return m.bits.encode()
	}
	out := make([]byte, 0, 2*len(m.list))
	for _, n := range m.list {
		out = binary.LittleEndian.AppendUint16(out, n)
	}
	return out
}
