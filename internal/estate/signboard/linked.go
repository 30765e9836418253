package signboard

import (
	"context"
	"encoding/json"
	"strings"

	"koprogo/internal/kernel/belgium"
)

// linked is the page in the vocabulary of schema.org, as JSON-LD: the association, where it is, and whom to call.
func (r *Room) linked(ctx context.Context, o Outside) string {
	a := o.Building.Address()
	langs := make([]string, len(o.entry.Langs))
	for i, l := range o.entry.Langs {
		langs[i] = string(l)
	}
	contact := map[string]any{"@type": "ContactPoint", "contactType": tell(ctx, "syndic"), "name": o.entry.Name}
	set := func(m map[string]any, key string, value any) {
		if s, text := value.(string); !text || s != "" {
			m[key] = value
		}
	}
	set(contact, "telephone", o.entry.Phone)
	set(contact, "email", o.entry.Email)
	if len(langs) > 0 {
		contact["availableLanguage"] = langs
	}
	set(contact, "hoursAvailable", strings.ReplaceAll(o.entry.Hours, "\n", "; "))
	points := []any{contact}
	if o.entry.Emergency != "" {
		points = append(points, map[string]any{"@type": "ContactPoint", "contactType": "emergency", "telephone": o.entry.Emergency})
	}
	doc := map[string]any{
		"@context": "https://schema.org", "@type": "Organization", "name": tell(ctx, "association", "name", o.Building.Name()), "url": r.BaseURL + o.Path(),
		"address":      map[string]any{"@type": "PostalAddress", "streetAddress": a.Street + " " + a.Number, "postalCode": a.Postcode, "addressLocality": a.City, "addressCountry": "BE"},
		"contactPoint": points,
	}
	if n := o.Building.Enterprise(); n != (belgium.KBO{}) {
		doc["taxID"] = "BE" + n.String()
	}
	text, _ := json.Marshal(doc) // angle brackets and ampersands come out escaped, so that nothing can close the element it stands in
	return string(text)
}

// seat is the address of the office, of a company only.
func (o Outside) seat() string {
	e := o.Office
	if e.Street == "" {
		return ""
	}
	return strings.TrimSpace(e.Street+" "+e.Number) + ", " + strings.TrimSpace(e.Postcode+" "+e.City)
}
