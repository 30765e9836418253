package epcqr

import (
	"bytes"
	"fmt"
	"image/png"
)

// A small reader of clean QR codes (no damage, level M), so that the tests can read what we drew and what others drew.

// For each version: check codewords per block, then the data codewords of each block.
var blocksM = [14][]int{
	1: {10, 16}, 2: {16, 28}, 3: {26, 44}, 4: {18, 32, 32}, 5: {24, 43, 43}, 6: {16, 27, 27, 27, 27}, 7: {18, 31, 31, 31, 31},
	8: {22, 38, 38, 39, 39}, 9: {22, 36, 36, 36, 37, 37}, 10: {26, 43, 43, 43, 43, 44}, 11: {30, 50, 51, 51, 51, 51},
	12: {22, 36, 36, 36, 36, 36, 36, 37, 37}, 13: {22, 37, 37, 37, 37, 37, 37, 37, 37, 38},
}

var alignment = [14][]int{
	2: {6, 18}, 3: {6, 22}, 4: {6, 26}, 5: {6, 30}, 6: {6, 34}, 7: {6, 22, 38}, 8: {6, 24, 42}, 9: {6, 26, 46},
	10: {6, 28, 50}, 11: {6, 30, 54}, 12: {6, 32, 58}, 13: {6, 34, 62},
}

func readMatrix(m [][]bool) (string, error) {
	version := (len(m) - 17) / 4
	if version < 1 || version > 13 || len(m) != 17+4*version {
		return "", fmt.Errorf("%d modules wide", len(m))
	}
	format := 0
	for _, at := range [][2]int{{8, 0}, {8, 1}, {8, 2}, {8, 3}, {8, 4}, {8, 5}, {8, 7}, {8, 8}, {7, 8}, {5, 8}, {4, 8}, {3, 8}, {2, 8}, {1, 8}, {0, 8}} {
		format <<= 1
		if m[at[0]][at[1]] {
			format |= 1
		}
	}
	format ^= 0b101010000010010
	if level := format >> 13; level != 0 {
		return "", fmt.Errorf("error correction level %02b instead of M", level)
	}
	codewords := walk(m, version, format>>10&7)
	blocks := blocksM[version][1:]
	parts := make([][]byte, len(blocks))
	for i := 0; i < blocks[len(blocks)-1]; i++ {
		for b, size := range blocks {
			if i < size {
				parts[b] = append(parts[b], codewords[0])
				codewords = codewords[1:]
			}
		}
	}
	data := bytes.Join(parts, nil)
	at := 0
	take := func(n int) (v int) {
		for ; n > 0; n-- {
			v = v<<1 | int(data[at/8]>>(7-at%8)&1)
			at++
		}
		return v
	}
	wide := 0 // how much wider the counts are from version 10 on
	if version > 9 {
		wide = 1
	}
	var text []byte
	for len(data)*8-at >= 4 {
		switch mode := take(4); mode {
		case 0: // the end
			return string(text), nil
		case 1: // figures, three in ten bits
			for n := take(10 + 2*wide); n > 0; n -= 3 {
				k := min(n, 3)
				text = fmt.Appendf(text, "%0*d", k, take(3*k+1))
			}
		case 2: // capitals and figures, two in eleven bits
			const set = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
			for n := take(9 + 2*wide); n > 0; n -= 2 {
				if n == 1 {
					text = append(text, set[take(6)])
					continue
				}
				pair := take(11)
				text = append(text, set[pair/45], set[pair%45])
			}
		case 4: // bytes
			for n := take(8 + 8*wide); n > 0; n-- {
				text = append(text, byte(take(8)))
			}
		default:
			return "", fmt.Errorf("mode %04b", mode)
		}
	}
	return string(text), nil
}

// walk reads the modules in pairs of columns, from the right, up and down, and takes the mask off.
func walk(m [][]bool, version, mask int) []byte {
	size := len(m)
	var out []byte
	bits, n := 0, 0
	up := true
	for right := size - 1; right > 0; right -= 2 {
		if right == 6 {
			right--
		}
		for i := range size {
			y := i
			if up {
				y = size - 1 - i
			}
			for _, x := range []int{right, right - 1} {
				if fixed(x, y, size, version) {
					continue
				}
				bit := 0
				if m[y][x] != masked(mask, x, y) {
					bit = 1
				}
				bits, n = bits<<1|bit, n+1
				if n%8 == 0 {
					out, bits = append(out, byte(bits)), 0
				}
			}
		}
		up = !up
	}
	return out
}

func fixed(x, y, size, version int) bool {
	if x == 6 || y == 6 || x < 9 && y < 9 || x >= size-8 && y < 9 || x < 9 && y >= size-8 {
		return true
	}
	if version >= 7 && (x >= size-11 && y < 6 || y >= size-11 && x < 6) {
		return true
	}
	for _, ay := range alignment[version] {
		for _, ax := range alignment[version] {
			corner := ax == 6 && ay == 6 || ax == 6 && ay == size-7 || ax == size-7 && ay == 6
			if !corner && max(x-ax, ax-x) <= 2 && max(y-ay, ay-y) <= 2 {
				return true
			}
		}
	}
	return false
}

func masked(mask, x, y int) bool {
	switch mask {
	case 0:
		return (x+y)%2 == 0
	case 1:
		return y%2 == 0
	case 2:
		return x%3 == 0
	case 3:
		return (x+y)%3 == 0
	case 4:
		return (y/2+x/3)%2 == 0
	case 5:
		return x*y%2+x*y%3 == 0
	case 6:
		return (x*y%2+x*y%3)%2 == 0
	}
	return ((x+y)%2+x*y%3)%2 == 0
}

// readPNG finds the modules of a clean picture: the first dark pixel is a corner of a finder, seven modules wide.
func readPNG(file []byte) ([][]bool, error) {
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	width := img.Bounds().Dx()
	dark := func(x, y int) bool { r, _, _, _ := img.At(x, y).RGBA(); return r < 0x8000 }
	border := 0
	for border < width && !dark(border, border) {
		border++
	}
	run := 0
	for border+run < width && dark(border+run, border) {
		run++
	}
	if run == 0 || run%7 != 0 {
		return nil, fmt.Errorf("a finder of %d pixels", run)
	}
	module := run / 7
	size := (width - 2*border) / module
	rows := make([][]bool, size)
	for y := range rows {
		for x := range size {
			rows[y] = append(rows[y], dark(border+x*module+module/2, border+y*module+module/2))
		}
	}
	return rows, nil
}
