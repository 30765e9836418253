package rest

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"koprogo/internal/kernel/money"

	"github.com/danielgtaylor/huma/v2"
)

// fromText gives a text of a form or a query the type that its schema expects; what does not fit stays text, for the schema to refuse.
func fromText(s *huma.Schema, text string) any {
	switch s.Type {
	case huma.TypeInteger:
		if s.Format == "cents" { // in a form, an amount is written as people write it
			if c, err := money.ParseCents(text); err == nil {
				return int64(c)
			}
			return text
		}
		if n, err := strconv.ParseInt(plainNumber(text), 10, 64); err == nil {
			return n
		}
	case huma.TypeBoolean:
		switch text {
		case "true", "on", "1":
			return true
		case "false", "off", "0", "":
			return false
		}
	}
	return text
}

// grouped is a whole number with a point or an apostrophe between its thousands.
var grouped = regexp.MustCompile(`^-?\d{1,3}([.'’]\d{3})+$`)

// plainNumber takes away what people write into whole numbers for the eye: 1 000, 1.000, a true minus.
func plainNumber(text string) string {
	text = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "−", "-").Replace(strings.TrimSpace(text))
	if grouped.MatchString(text) {
		text = strings.NewReplacer(".", "", "'", "", "’", "").Replace(text)
	}
	return text
}

// formValues builds the JSON document that a form stands for. Nested objects are written address.street, lists of values by repeating
// the name, lists of objects as lines[0].amount. An empty optional field is left out, as JSON would.
func formValues(r huma.Registry, s *huma.Schema, form url.Values, prefix string) map[string]any {
	for s.Ref != "" {
		s = r.SchemaFromRef(s.Ref)
	}
	required := map[string]bool{}
	for _, name := range s.Required {
		required[name] = true
	}
	doc := map[string]any{}
	for name, p := range s.Properties {
		for p.Ref != "" {
			p = r.SchemaFromRef(p.Ref)
		}
		full := prefix + name
		switch p.Type {
		case huma.TypeObject:
			inner := formValues(r, p, form, full+".")
			if len(inner) > 0 || required[name] { // an empty required object lets the schema name each field that is missing
				doc[name] = inner
			}
		case huma.TypeArray:
			if list := formList(r, p, form, full); len(list) > 0 || required[name] {
				doc[name] = list
			}
		case huma.TypeBoolean:
			if values, sent := form[full]; sent {
				doc[name] = fromText(p, values[len(values)-1])
			} else if required[name] {
				doc[name] = false
			}
		default:
			text := form.Get(full)
			if p.Format != "password" {
				text = strings.TrimSpace(text)
			}
			if text != "" {
				doc[name] = fromText(p, text)
			}
		}
	}
	return doc
}

// maxFormItems bounds a list of a form.
const maxFormItems = 1000

func formList(r huma.Registry, p *huma.Schema, form url.Values, full string) []any {
	item := p.Items
	for item.Ref != "" {
		item = r.SchemaFromRef(item.Ref)
	}
	list := []any{}
	if item.Type != huma.TypeObject {
		for _, text := range form[full] {
			if text != "" {
				list = append(list, fromText(item, text))
			}
		}
		return list
	}
	// An item left empty before one that is filled stays, so that the schema can say what is missing in it and the others keep their place.
	for i := range formItems(form, full) {
		list = append(list, formValues(r, item, form, full+"["+strconv.Itoa(i)+"]."))
	}
	return list
}

// formItems is how many items of a list a form fills, up to the last one that holds an answer.
func formItems(form url.Values, full string) int {
	items := 0
	for name, values := range form {
		rest, of := strings.CutPrefix(name, full+"[")
		at, _, ok := strings.Cut(rest, "].")
		if n, err := strconv.Atoi(at); of && ok && err == nil && n >= items && n < maxFormItems && strings.TrimSpace(strings.Join(values, "")) != "" {
			items = n + 1
		}
	}
	return items
}
