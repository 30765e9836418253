package epcqr

import (
	"fmt"
	"strings"

	"koprogo/internal/kernel/fault"

	"github.com/boombuler/barcode/qr"
)

// quiet is the width of the white border that a scanner needs, in modules.
const quiet = 4

// MaxSize is the width of the largest code that the guideline allows, version 13, in modules.
const MaxSize = 17 + 4*13

// Matrix is the text as a QR code with error correction M: rows from the top, true is dark, without the white border.
// Fault: epc_too_long when it needs more than version 13.
func Matrix(payload string) ([][]bool, error) {
	if len(payload) > MaxPayload {
		return nil, fault.Invalid("epc_too_long", "").With("limit", MaxPayload).With("found", len(payload))
	}
	code, err := qr.Encode(payload, qr.M, qr.Unicode) // bytes as they are, no change of character set
	if err != nil {
		return nil, fmt.Errorf("epcqr: %w", err)
	}
	size := code.Bounds().Dx()
	if size > MaxSize {
		return nil, fault.Invalid("epc_too_long", "").With("limit", MaxPayload).With("found", len(payload))
	}
	rows := make([][]bool, size)
	for y := range rows {
		rows[y] = make([]bool, size)
		for x := range rows[y] {
			red, _, _, _ := code.At(x, y).RGBA()
			rows[y][x] = red == 0
		}
	}
	return rows, nil
}

// SVG draws the code with its white border of four modules, whatever the colours of the page. It carries attributes only,
// no style, and no size: the page gives one. It is hidden from screen readers, as the page says the same in words beside it.
func SVG(matrix [][]bool) string {
	size := len(matrix) + 2*quiet
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges" aria-hidden="true" focusable="false">`, size, size)
	fmt.Fprintf(&b, `<path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="`, size, size)
	for y, row := range matrix {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if n := x - from; n > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, n, n)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return b.String()
}
