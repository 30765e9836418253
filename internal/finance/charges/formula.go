package charges

import (
	"fmt"
	"math/big"
	"strings"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/money"
)

// Formula writes the computation of one lot's share as one would on paper, in whole numbers: 1 284,60 × 46 / 918 = 64,3699…
func Formula(l i18n.Lang, amount money.Cents, weight, weights int64) string {
	return fmt.Sprintf("%s × %s / %s = %s", amount.Plain(l), i18n.Number(l, weight), i18n.Number(l, weights), exact(l, amount, weight, weights))
}

// exact writes amount × weight / weights in euro: with two decimals when that is all of it, else with four, and dots when more follow. It cuts, it
// never rounds: the page shows by which rule the cent falls.
func exact(l i18n.Lang, amount money.Cents, weight, weights int64) string {
	whole := new(big.Int).Mul(new(big.Int).Abs(big.NewInt(int64(amount))), big.NewInt(weight))
	whole.Mul(whole, big.NewInt(100)) // hundredths of a cent
	rest := new(big.Int)
	whole.QuoRem(whole, big.NewInt(weights), rest)
	decimals := new(big.Int)
	whole.QuoRem(whole, big.NewInt(10_000), decimals)
	text := fmt.Sprintf("%s%s%04d", i18n.Number(l, whole.Int64()), i18n.Decimal(l), decimals.Int64())
	if rest.Sign() == 0 {
		text = strings.TrimSuffix(text, "00")
	} else {
		text += "…"
	}
	if amount < 0 && (whole.Sign() != 0 || decimals.Sign() != 0 || rest.Sign() != 0) {
		text = "−" + text
	}
	return text
}
