package coda

import (
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/sampletest"
)

func large(n int) []byte {
	s := tilleuls()
	proto := s.Movements[0]
	s.Movements, s.Closing.Amount = nil, s.Opening.Amount
	for i := range n {
		m := proto
		m.Number = fmt.Sprintf("%04d/0000", (i+1)%10000)
		m.BankRef = fmt.Sprintf("REF%07d", i)
		s.Movements = append(s.Movements, m)
		s.Closing.Amount += m.Amount
	}
	return file(write(s))
}

func TestTenThousandMovementsFitInMemory(t *testing.T) {
	data := large(10_000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	s := one(t, data)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if len(s.Movements) != 10_000 || !s.Sound() || len(s.Warnings) != 0 {
		t.Fatalf("%d movements, %v, %v", len(s.Movements), s.Mismatches, s.Warnings)
	}
	allocated := after.TotalAlloc - before.TotalAlloc
	t.Logf("%d bytes read in %v; %d bytes in %d allocations", len(data), took, allocated, after.Mallocs-before.Mallocs)
	if allocated > 24*uint64(len(data)) {
		t.Errorf("%d bytes were allocated for a file of %d", allocated, len(data))
	}
	keys := map[string]bool{}
	for _, m := range s.Movements {
		keys[m.Key] = true
	}
	if len(keys) != 10_000 {
		t.Errorf("%d keys", len(keys))
	}
}

func BenchmarkRead(b *testing.B) {
	data := large(10_000)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Read(data); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range sampletest.Find("coda/*.cod") { // where they are
		if data, err := os.ReadFile(file); err == nil {
			f.Add(data)
		}
	}
	f.Add(file(write(tilleuls())))
	f.Add(file(write(tilleuls()), write(tilleuls())))
	f.Add([]byte("0000011101772505"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := Read(data)
		if err != nil {
			f := fault.As(err)
			if f == nil || f.Code == "" || list != nil {
				t.Fatalf("%v, %v", list, err)
			}
			return
		}
		if len(list) == 0 {
			t.Fatal("neither a statement nor a fault")
		}
		for _, s := range list {
			sum := s.Opening.Amount
			for i := range s.Movements {
				sum += s.Movements[i].Amount
				var parts statement.Amount
				for _, p := range s.Movements[i].Parts() {
					parts += p.Amount
				}
				if parts != s.Movements[i].Amount {
					t.Fatal("money was counted twice or lost")
				}
			}
			if v, d := s.Balance(); v == statement.Balanced && sum != s.Closing.Amount || v == statement.Unbalanced && sum-s.Closing.Amount != d {
				t.Fatalf("%s %s", v, d)
			}
		}
	})
}
