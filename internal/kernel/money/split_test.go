package money

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"koprogo/internal/kernel/fault"

	"pgregory.net/rapid"
)

// One row per lot, as on the page "why do I pay this": exact floor, what was cut off, the cent handed out, the amount.
func ExampleSplitExplained() {
	e, _ := SplitExplained(10000, []int64{120, 335, 0, 545})
	fmt.Printf("%6s %8s %9s %5s %8s\n", "shares", "floor", "rest", "cent", "pays")
	for _, p := range e.Parts {
		fmt.Printf("%6d %8s %4d/%4d %5v %8s\n", p.Weight, p.Floor.Plain("en"), p.RestNum, p.RestDen, p.Cent, p.Amount.Plain("en"))
	}
	fmt.Println("leftover cents:", e.Leftover)

	e, _ = SplitExplained(100, []int64{1, 1, 1})
	for _, p := range e.Parts {
		fmt.Printf("%6d %8s %4d/%4d %5v %8s\n", p.Weight, p.Floor.Plain("en"), p.RestNum, p.RestDen, p.Cent, p.Amount.Plain("en"))
	}
	fmt.Println("leftover cents:", e.Leftover)
	// Output:
	// shares    floor      rest  cent     pays
	//    120    12.00    0/1000 false    12.00
	//    335    33.50    0/1000 false    33.50
	//      0     0.00    0/1000 false     0.00
	//    545    54.50    0/1000 false    54.50
	// leftover cents: 0
	//      1     0.33    1/   3  true     0.34
	//      1     0.33    1/   3 false     0.33
	//      1     0.33    1/   3 false     0.33
	// leftover cents: 1
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		story   string
		total   Cents
		weights []int64
		want    []Cents
	}{
		{"an invoice over four lots of 1 000 shares", 128460, []int64{120, 335, 0, 545}, []Cents{15415, 43034, 0, 70011}},
		{"one cent among three: the first of the deed", 1, []int64{1, 1, 1}, []Cents{1, 0, 0}},
		{"two cents among three: the first two", 2, []int64{1, 1, 1}, []Cents{1, 1, 0}},
		{"a credit note mirrors the invoice", -128460, []int64{120, 335, 0, 545}, []Cents{-15415, -43034, 0, -70011}},
		{"nothing to pay", 0, []int64{3, 7}, []Cents{0, 0}},
		{"the larger remainder first, not the larger share", 100, []int64{667, 333}, []Cents{67, 33}},
		{"a single lot pays all", 999, []int64{7}, []Cents{999}},
		{"the smallest total there is", math.MinInt64, []int64{1, 1}, []Cents{math.MinInt64 / 2, math.MinInt64 / 2}},
		{"the smallest total to a single lot", math.MinInt64, []int64{5}, []Cents{math.MinInt64}},
		{"weights whose sum exceeds an int64", math.MaxInt64, []int64{math.MaxInt64, math.MaxInt64, math.MaxInt64},
			[]Cents{math.MaxInt64/3 + 1, math.MaxInt64 / 3, math.MaxInt64 / 3}},
	} {
		got, err := Split(c.total, c.weights)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, %v; want %v", c.story, got, err, c.want)
		}
	}
}

func TestSplitRefuses(t *testing.T) {
	for code, weights := range map[string][]int64{
		"weights_empty":    {},
		"weights_negative": {3, -1},
		"weights_all_zero": {0, 0},
	} {
		_, err := Split(100, weights)
		if f := fault.As(err); !errors.Is(err, fault.Invalid(code, "")) || f.Field != "weights" {
			t.Errorf("%v: got %v, want %s at weights", weights, err, code)
		}
	}
}

func amounts() *rapid.Generator[Cents] {
	return rapid.OneOf(
		rapid.Custom(func(t *rapid.T) Cents { return Cents(rapid.Int64Range(-200, 200).Draw(t, "small")) }),
		rapid.Custom(func(t *rapid.T) Cents { return Cents(rapid.Int64().Draw(t, "any")) }),
	)
}

func weightings() *rapid.Generator[[]int64] {
	weight := rapid.OneOf(rapid.Int64Range(0, 12), rapid.Int64Range(0, 100000), rapid.Int64Range(0, math.MaxInt64))
	return rapid.Custom(func(t *rapid.T) []int64 {
		ws := rapid.SliceOfN(weight, 1, 30).Draw(t, "weights")
		if slices.Max(ws) == 0 {
			ws[0] = 1
		}
		return ws
	})
}

func sum(ws []int64) *big.Int {
	s := new(big.Int)
	for _, w := range ws {
		s.Add(s, big.NewInt(w))
	}
	return s
}

func TestSplitProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, ws := amounts().Draw(t, "total"), weightings().Draw(t, "ws")
		e, err := SplitExplained(total, ws)
		if err != nil {
			t.Fatal(err)
		}
		all, W := new(big.Int), sum(ws)
		served := int64(0)
		for i, p := range e.Parts {
			all.Add(all, big.NewInt(int64(p.Amount)))
			// |part - exact| < 1 cent, in integers: |part*W - total*w| < W
			off := new(big.Int).Mul(big.NewInt(int64(p.Amount)), W)
			off.Sub(off, new(big.Int).Mul(big.NewInt(int64(total)), big.NewInt(ws[i])))
			if off.CmpAbs(W) >= 0 {
				t.Fatalf("part %d is a cent or more away from its exact share", i)
			}
			if ws[i] == 0 && p.Amount != 0 {
				t.Fatalf("part %d has no weight and pays %d", i, p.Amount)
			}
			if p.RestNum.Sign() < 0 || p.RestNum.Cmp(p.RestDen) >= 0 {
				t.Fatalf("part %d: remainder %d/%d is no proper fraction", i, p.RestNum, p.RestDen)
			}
			if p.Cent {
				served++
			}
		}
		if all.Cmp(big.NewInt(int64(total))) != 0 {
			t.Fatalf("parts sum to %d, not %d", all, total)
		}
		if served != e.Leftover {
			t.Fatalf("%d cents left over, %d handed out", e.Leftover, served)
		}
	})
}

func TestSplitMirrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, ws := amounts().Draw(t, "total"), weightings().Draw(t, "ws")
		if total == math.MinInt64 {
			total++
		}
		a, _ := Split(total, ws)
		b, _ := Split(-total, ws)
		for i := range a {
			if a[i] != -b[i] {
				t.Fatalf("part %d: %d against %d", i, a[i], b[i])
			}
		}
	})
}

func TestSplitIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, ws := amounts().Draw(t, "total"), weightings().Draw(t, "ws")
		if total < 0 {
			total = -(total + 1)
		}
		parts, _ := Split(total, ws)
		for i := range ws {
			for j := range ws {
				if ws[i] < ws[j] && parts[i] > parts[j] {
					t.Fatalf("weight %d pays %d, the larger %d pays %d", ws[i], parts[i], ws[j], parts[j])
				}
				if i < j && ws[i] == ws[j] && (parts[i] < parts[j] || parts[i] > parts[j]+1) {
					t.Fatalf("equal weights: the first pays %d, the second %d", parts[i], parts[j])
				}
			}
		}
	})
}

// The order of the lots matters only among equal remainders, where the last cents are handed out.
func TestSplitIsStableUnderPermutation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, ws := amounts().Draw(t, "total"), weightings().Draw(t, "ws")
		order := make([]int, len(ws))
		for i := range order {
			order[i] = i
		}
		order = rapid.Permutation(order).Draw(t, "order")
		shuffled := make([]int64, len(ws))
		for at, i := range order {
			shuffled[at] = ws[i]
		}
		a, _ := SplitExplained(total, ws)
		b, _ := SplitExplained(total, shuffled)
		var cut *big.Int // the smallest remainder that still got a cent
		for _, p := range a.Parts {
			if p.Cent && (cut == nil || p.RestNum.Cmp(cut) < 0) {
				cut = p.RestNum
			}
		}
		for at, i := range order {
			p, q := a.Parts[i], b.Parts[at]
			if p.Amount != q.Amount && p.RestNum.Cmp(cut) != 0 {
				t.Fatalf("lot %d pays %d or %d according to its place, without a tie", i, p.Amount, q.Amount)
			}
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	ws := make([]int64, 200)
	for i := range ws {
		ws[i] = int64(i*37%91 + 1)
	}
	for b.Loop() {
		_, _ = Split(1234567, ws)
	}
}
